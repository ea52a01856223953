package io.modeldeployment.cli.check;

/**
 * One thing that was looked at.
 *
 * @param detail what was seen
 * @param todo what to do about it; empty where nothing is to be done
 */
public record Finding(String what, Level level, String detail, String todo) {
    /** How a thing is. */
    public enum Level {
        /** As it should be. */
        OK("ok"),
        /** Not there, and not needed by what is in use. */
        ABSENT("absent"),
        /** Something will not work, or could not be looked at. */
        WARNING("warning"),
        /** ModelDeployments do not work like this. */
        FAILED("failed");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** As it is shown. */
        public String word() {
            return word;
        }
    }

    /** As it should be. */
    public static Finding ok(String what, String detail) {
        return new Finding(what, Level.OK, detail, "");
    }

    /** Not there, and not needed. */
    public static Finding absent(String what, String todo) {
        return new Finding(what, Level.ABSENT, "not installed", todo);
    }

    /** Something will not work. */
    public static Finding warning(String what, String detail, String todo) {
        return new Finding(what, Level.WARNING, detail, todo);
    }

    /** Nothing will work. */
    public static Finding failed(String what, String detail, String todo) {
        return new Finding(what, Level.FAILED, detail, todo);
    }
}
