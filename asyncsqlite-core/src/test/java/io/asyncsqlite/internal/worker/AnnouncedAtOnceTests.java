package io.asyncsqlite.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnnouncedAtOnceTests {

    private final AnnouncedAtOnce announced = new AnnouncedAtOnce();

    @Test
    void fewerAreAnnouncedWhileGroupsAreGivenUp() {
        announced.groupGivenUp();
        assertThat(announced.count()).isEqualTo(AnnouncedAtOnce.MOST / 2);

        for (int i = 0; i < 20; i++) {
            announced.groupGivenUp();
        }
        assertThat(announced.count()).isEqualTo(AnnouncedAtOnce.LEAST);
    }

    @Test
    void moreAreAnnouncedAgainWhenGroupsAreCommitted() {
        for (int i = 0; i < 20; i++) {
            announced.groupGivenUp();
        }

        announced.groupCommitted();
        assertThat(announced.count()).isEqualTo(2 * AnnouncedAtOnce.LEAST);

        for (int i = 0; i < 20; i++) {
            announced.groupCommitted();
        }
        assertThat(announced.count()).isEqualTo(AnnouncedAtOnce.MOST);
    }
}
