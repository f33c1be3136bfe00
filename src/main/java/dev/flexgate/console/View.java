package dev.flexgate.console;

/** What a person is shown in answer to a request. */
public sealed interface View {

    /**
     * A page.
     *
     * @param status HTTP status, 200 unless the page says why something was not done
     * @param section where in the navigation it stands
     * @param title of the page, without the product's name
     * @param template under {@code src/main/jte}, such as {@code page/overview.jte}; it takes {@code frame} and
     *     {@code page}
     * @param page what the template shows
     */
    record Shown(int status, Section section, String title, String template, Object page) implements View {

        /** The same page, telling that something was not done. */
        public Shown withStatus(int other) {
            return new Shown(other, section, title, template, page);
        }
    }

    /**
     * Look there instead: how every form that changed something answers, so that reloading repeats nothing.
     *
     * @param location a path of this gateway
     */
    record Moved(String location) implements View {

        public Moved {
            if (!location.startsWith("/") || location.startsWith("//")) {
                throw new IllegalArgumentException("not a path of this gateway: " + location);
            }
        }
    }

    /**
     * The same facts in another form.
     *
     * @param mediaType with its charset
     * @param text the whole body
     */
    record Written(String mediaType, String text) implements View {}

    /**
     * Not to be had.
     *
     * @param status HTTP status, 400 to 599
     * @param title what is the matter, short
     * @param detail what to do about it
     */
    record Refused(int status, String title, String detail) implements View {}

    static View page(Section section, String title, String template, Object page) {
        return new Shown(200, section, title, template, page);
    }

    static View notFound(String detail) {
        return new Refused(404, "Not found", detail);
    }
}
