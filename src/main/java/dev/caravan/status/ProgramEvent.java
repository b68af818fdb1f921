package dev.caravan.status;

import java.nio.file.Path;
import org.slf4j.event.Level;

/** What happened to the program as a whole. */
public sealed interface ProgramEvent extends Event {
    /**
     * Mounts are synchronized from now on.
     *
     * @param configuration the file with the settings; empty where there is none
     */
    record Started(String version, String configuration, String mounts) implements ProgramEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "Caravan " + version + " starts" + (configuration.isEmpty() ? "" : " with " + configuration) + ": "
                    + mounts;
        }
    }

    /** The user's own route files where Caravan is installed are not read. */
    record OwnRoutesUnused(Path unused, Path routes) implements ProgramEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return unused + " is not used, as the routes come from " + routes
                    + ": routes.d counts that lies beside those";
        }
    }

    record Stopped() implements ProgramEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "Caravan has stopped";
        }
    }

    record SettingsReread() implements ProgramEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "SIGHUP: the settings are read again";
        }
    }

    /** The new settings are wrong or cannot be read: the old ones stay in force. */
    record SettingsRefused(String why) implements ProgramEvent {
        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String text() {
            return "SIGHUP: " + why;
        }
    }

    record HangupUnavailable(String why) implements ProgramEvent {
        @Override
        public Level level() {
            return Level.DEBUG;
        }

        @Override
        public String text() {
            return "SIGHUP cannot be caught here: " + why;
        }
    }

    /** Nobody can ask this Caravan what it does, or steer it; all else goes on. */
    record ControlUnavailable(String why) implements ProgramEvent {
        @Override
        public Level level() {
            return Level.WARN;
        }

        @Override
        public String text() {
            return "cannot be asked or steered by commands: " + why;
        }
    }

    /** A template of the user's replaces the one that Caravan brings. */
    record TemplateReplaced(String template, String file) implements ProgramEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String text() {
            return "template " + template + " is taken from " + file;
        }
    }
}
