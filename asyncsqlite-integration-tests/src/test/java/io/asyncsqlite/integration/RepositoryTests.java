package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.integration.Note.Kind;
import io.asyncsqlite.integration.NoteRepository.Headline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import reactor.core.publisher.Flux;

/** Repositories, written as for any other database. */
class RepositoryTests extends SpringSuite {

    private final NoteRepository notes = bean(NoteRepository.class);

    private void save(Note... given) {
        await(notes.saveAll(List.of(given)).then());
    }

    private static List<String> titles(Flux<Note> flux) {
        return all(flux.map(Note::title));
    }

    @Test
    void idsAreGenerated() {
        Note first = await(notes.save(Note.of("one")));
        Note second = await(notes.save(Note.of("two")));

        assertThat(first.id()).isPositive();
        assertThat(second.id()).isGreaterThan(first.id());
        assertThat(await(notes.findById(first.id()))).isEqualTo(first);
    }

    @Test
    void everyPropertyComesBack() {
        Note saved = await(notes.save(new Note(null, "Ünïcode 🎈", true, 5, Kind.TASK)));

        assertThat(await(notes.findById(saved.id()))).isEqualTo(saved);
    }

    @Test
    void secondSaveUpdates() {
        Note saved = await(notes.save(Note.of("draft")));
        Note changed = new Note(saved.id(), "final", true, 3, null);

        await(notes.save(changed));

        assertThat(all(notes.findAll())).containsExactly(changed);
    }

    @Test
    void queriesAreDerivedFromNames() {
        save(Note.of("a", 1), Note.of("b", 3), Note.of("c", 5), Note.of("d"));

        assertThat(titles(notes.findByTitle("b"))).containsExactly("b");
        assertThat(titles(notes.findByDoneTrueOrderByTitle())).containsExactly("b", "c");
        assertThat(titles(notes.findByStarsIsNull())).containsExactly("d");
        assertThat(titles(notes.findByKind(Kind.IDEA))).containsExactly("a");
        assertThat(titles(notes.findByStarsGreaterThanAndDoneIsTrueOrTitle(4, "a")))
                .containsExactlyInAnyOrder("a", "c");
        assertThat(await(notes.countByDone(false))).isEqualTo(2);
        assertThat(await(notes.existsByTitle("d"))).isTrue();
        assertThat(await(notes.existsByTitle("e"))).isFalse();
        assertThat(await(notes.deleteByStarsLessThan(4))).isEqualTo(2);
        assertThat(await(notes.count())).isEqualTo(2);
    }

    @Test
    void resultsAreSortedAndPaged() {
        save(Note.of("a", 1), Note.of("b", 2), Note.of("c", 2), Note.of("d", 4), Note.of("e", 5));

        assertThat(titles(notes.findByDone(false, Sort.by("title").descending())))
                .containsExactly("c", "b", "a");
        assertThat(titles(notes.findByStarsBetween(
                        1, 4, PageRequest.of(1, 2, Sort.by("title").descending()))))
                .containsExactly("b", "a");
        assertThat(titles(notes.findByStarsIn(List.of(1, 4, 5), Limit.of(2)))).hasSize(2);
        assertThat(await(notes.findFirstByTitleStartingWithOrderByStarsDesc("")).title())
                .isEqualTo("e");
        assertThat(titles(notes.findAll(Sort.by(Sort.Order.desc("stars"), Sort.Order.asc("title")))))
                .containsExactly("e", "d", "b", "c", "a");
    }

    @Test
    void nullsAreSortedWhereTheyAreWanted() {
        save(Note.of("none"), Note.of("low", 1), Note.of("high", 5));

        assertThat(titles(notes.findAll(Sort.by(Sort.Order.asc("stars").nullsLast()))))
                .containsExactly("low", "high", "none");
        assertThat(titles(notes.findAll(Sort.by(Sort.Order.desc("stars").nullsFirst()))))
                .containsExactly("none", "high", "low");
    }

    @Test
    void partsOfTextsAreFound() {
        save(Note.of("Hello world"), Note.of("hello there"), Note.of("bye"));

        assertThat(titles(notes.findByTitleContainingIgnoreCase("HELLO"))).hasSize(2);
        assertThat(titles(notes.findByTitleEndingWith("world"))).containsExactly("Hello world");
        assertThat(titles(notes.findByTitleNotContaining("hello"))).containsExactly("bye");
    }

    @Test
    void wildcardsInWhatIsSearchedForAreTexts() {
        save(Note.of("50% off"), Note.of("5000 off"), Note.of("a_b"), Note.of("axb"), Note.of("c\\d"), Note.of("c\\%"));

        assertThat(titles(notes.findByTitleContainingIgnoreCase("50%"))).containsExactly("50% off");
        assertThat(titles(notes.findByTitleContainingIgnoreCase("A_B"))).containsExactly("a_b");
        assertThat(titles(notes.findByTitleEndingWith("\\d"))).containsExactly("c\\d");
        assertThat(titles(notes.findByTitleEndingWith("\\%"))).containsExactly("c\\%");
        assertThat(titles(notes.findByTitleNotContaining("%"))).hasSize(4);
    }

    @Test
    void projectionsReadPart() {
        save(Note.of("a", 1), Note.of("b", 3));

        assertThat(all(notes.findHeadlinesByStarsGreaterThan(2))).containsExactly(new Headline("b", true));
    }

    @Test
    void queriesMayBeWritten() {
        save(Note.of("a", 1), Note.of("a!", 3), Note.of("b"));

        // One named parameter, twice in the text.
        assertThat(titles(notes.search("a"))).containsExactlyInAnyOrder("a", "a!");
        assertThat(await(notes.addStars(10, 3))).isEqualTo(2);
        assertThat(titles(notes.findByStarsIn(List.of(10, 11), Limit.unlimited())))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void queriesMayBeGivenByExample() {
        save(Note.of("Apple", 1), Note.of("apricot", 1), Note.of("pear", 1));
        ExampleMatcher matcher = ExampleMatcher.matching()
                .withIgnorePaths("done", "kind", "stars")
                .withIgnoreCase()
                .withStringMatcher(ExampleMatcher.StringMatcher.STARTING);

        assertThat(titles(notes.findAll(Example.of(Note.of("AP", 1), matcher))))
                .containsExactlyInAnyOrder("Apple", "apricot");
    }

    @Test
    void callbacksThatBlockGetAnswers() {
        save(Note.of("a"), Note.of("b"));
        int callbacks = 2 * Runtime.getRuntime().availableProcessors();

        assertThat(all(Flux.range(0, callbacks)
                        .flatMap(i -> notes.count().map(count -> count + await(notes.count())), callbacks)))
                .hasSize(callbacks)
                .containsOnly(4L);
    }

    @Test
    void aThousandNotesAreSavedAtOnceAndStreamed() {
        await(Flux.range(0, 1000)
                .flatMap(i -> notes.save(Note.of("note " + i, i % 6)), 64)
                .then());

        assertThat(await(notes.count())).isEqualTo(1000);
        assertThat(all(notes.findAll().map(Note::id).distinct())).hasSize(1000);
        assertThat(titles(notes.findAll().take(3))).hasSize(3);
    }
}
