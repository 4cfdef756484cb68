package io.asyncsqlite.integration.features;

import static io.asyncsqlite.integration.features.Fixture.all;
import static io.asyncsqlite.integration.features.Fixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import reactor.core.publisher.Flux;

/** Repositories that read. */
final class RepositoryFeatures {

    private static final String GROUP = "Repositories";

    private RepositoryFeatures() {}

    static List<Feature> features() {
        return List.of(
                feature(
                        "queries derived from method names",
                        items -> assertThat(
                                        titles(items.findByStarsGreaterThanAndTitleStartingWithOrderByTitle(1, "b")))
                                .containsExactly("banana", "berry")),
                feature(
                        "sorting",
                        items -> assertThat(titles(
                                        items.findAll(Sort.by(Sort.Order.desc("stars"), Sort.Order.asc("title")))))
                                .containsExactly("cherry", "banana", "berry", "apple")),
                feature("sorting with nulls first or last", items -> {
                    await(items.save(Item.of("none", null)));
                    assertThat(titles(items.findAll(
                                    Sort.by(Sort.Order.asc("stars").nullsLast()))))
                            .last()
                            .isEqualTo("none");
                    assertThat(titles(items.findAll(
                                    Sort.by(Sort.Order.desc("stars").nullsFirst()))))
                            .first()
                            .isEqualTo("none");
                }),
                feature(
                        "paging",
                        items -> assertThat(titles(items.findAllBy(PageRequest.of(1, 2, Sort.by("title")))))
                                .containsExactly("berry", "cherry")),
                feature(
                        "`IgnoreCase`, ASCII letters",
                        items -> assertThat(titles(items.findByTitleIgnoreCase("APPLE")))
                                .containsExactly("apple")),
                new Feature(
                        GROUP,
                        "`IgnoreCase`, other letters",
                        "SQLite's `UPPER` folds only ASCII letters; a collation or function does more: [porting](porting.md#ignorecase)",
                        filled(items -> {
                            await(items.save(Item.of("Äpfel", 1)));
                            assertThat(titles(items.findByTitleIgnoreCase("äPFEL")))
                                    .containsExactly("Äpfel");
                        })),
                feature(
                        "`Containing` of `%` and `_`",
                        items -> {
                            await(items.saveAll(List.of(Item.of("50% off", 1), Item.of("500 off", 1)))
                                    .then());
                            assertThat(titles(items.findByTitleContaining("50%")))
                                    .containsExactly("50% off");
                            assertThat(titles(items.findByTitleContaining("_"))).isEmpty();
                        }),
                feature("`In` with a collection, also an empty one", items -> {
                    assertThat(titles(items.findByTitleIn(List.of("apple", "berry", "x"))))
                            .containsExactlyInAnyOrder("apple", "berry");
                    assertThat(titles(items.findByTitleIn(List.of()))).isEmpty();
                }),
                feature("projections", items -> {
                    assertThat(all(items.findTitlesByStars(1).map(Items.Title::getTitle)))
                            .containsExactly("apple");
                    assertThat(all(items.findStarsByStars(1))).containsExactly(new Items.Stars("apple", 1));
                }),
                feature("query by example", items -> {
                    ExampleMatcher matcher = ExampleMatcher.matching()
                            .withIgnorePaths("stars", "done")
                            .withStringMatcher(ExampleMatcher.StringMatcher.STARTING);
                    assertThat(titles(items.findAll(Example.of(Item.of("b", 0), matcher))))
                            .containsExactlyInAnyOrder("banana", "berry");
                }),
                feature(
                        "`@Query` with names and a list",
                        items -> assertThat(titles(items.search(List.of("apple", "banana", "cherry"), 2)))
                                .containsExactly("banana", "cherry")),
                feature(
                        "`@Modifying` queries count rows",
                        items -> assertThat(await(items.addStars(10, 3))).isEqualTo(3)),
                feature("`exists` and `count`", items -> {
                    assertThat(await(items.countByStarsLessThan(2))).isEqualTo(1);
                    assertThat(await(items.existsByTitle("apple"))).isTrue();
                    assertThat(await(items.existsByTitle("x"))).isFalse();
                }),
                feature("derived deletes", items -> {
                    assertThat(await(items.deleteByStarsLessThan(2))).isEqualTo(1);
                    assertThat(await(items.count())).isEqualTo(3);
                }));
    }

    private static Feature feature(String name, Consumer<Items> body) {
        return Feature.of(GROUP, name, filled(body));
    }

    private static Feature.Body filled(Consumer<Items> body) {
        return fixture -> {
            fixture.createItems();
            Items items = fixture.repository(Items.class);
            Flux.just(Item.of("apple", 1), Item.of("banana", 2), Item.of("berry", 2), Item.of("cherry", 3))
                    .concatMap(items::save)
                    .blockLast();
            body.accept(items);
        };
    }

    private static List<String> titles(Flux<Item> items) {
        return all(items.map(Item::title));
    }
}
