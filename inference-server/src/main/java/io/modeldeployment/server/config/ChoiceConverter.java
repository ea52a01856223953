package io.modeldeployment.server.config;

import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.event.Level;
import picocli.CommandLine;

/** Reads one of a few words, and lists them when it is none of them. */
abstract class ChoiceConverter<T> implements CommandLine.ITypeConverter<T> {
    private final List<T> values;
    private final Function<T, String> word;

    ChoiceConverter(T[] values, Function<T, String> word) {
        this.values = Arrays.asList(values);
        this.word = word;
    }

    @Override
    public T convert(String value) {
        return values.stream()
                .filter(candidate -> word.apply(candidate).equals(value))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException("'" + value + "' is none of "
                        + values.stream().map(word).collect(Collectors.joining(", "))));
    }

    /** Reads a task. */
    static final class ForTask extends ChoiceConverter<Task> {
        ForTask() {
            super(Task.values(), Task::label);
        }
    }

    /** Reads a quantisation. */
    static final class ForQuantization extends ChoiceConverter<Quantization> {
        ForQuantization() {
            super(Quantization.values(), Quantization::label);
        }
    }

    /** Reads what tells clients apart. */
    static final class ForClients extends ChoiceConverter<RateLimitFlags.Clients> {
        ForClients() {
            super(RateLimitFlags.Clients.values(), clients -> clients.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads who counts. */
    static final class ForScope extends ChoiceConverter<RateLimitFlags.Scope> {
        ForScope() {
            super(RateLimitFlags.Scope.values(), scope -> scope.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads a device. */
    static final class ForDevice extends ChoiceConverter<DeviceChoice> {
        ForDevice() {
            super(DeviceChoice.values(), choice -> choice.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads a log format. */
    static final class ForLogFormat extends ChoiceConverter<ObserveFlags.Format> {
        ForLogFormat() {
            super(ObserveFlags.Format.values(), format -> format.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads a log level. */
    static final class ForLogLevel extends ChoiceConverter<Level> {
        ForLogLevel() {
            super(
                    new Level[] {Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG},
                    level -> level.name().toLowerCase(Locale.ROOT));
        }
    }
}
