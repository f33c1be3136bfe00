package dev.flexgate;

import java.net.URI;

/** Where weather forecasts come from. */
sealed interface WeatherSettings {

    /** Nowhere: forecasts are made without. */
    record None() implements WeatherSettings {}

    /**
     * Open-Meteo.
     *
     * @param base without a slash at its end
     * @param key empty without a subscription; a secret, never logged
     */
    record OpenMeteo(URI base, String key) implements WeatherSettings {

        @Override
        public String toString() {
            return "OpenMeteo[base=" + base + ", key=hidden]";
        }
    }

    static WeatherSettings read(Variables variables) {
        URI base = variables.uri("FLEXGATE_OPEN_METEO_URL", "https://api.open-meteo.com");
        String key = variables.secret("FLEXGATE_OPEN_METEO_KEY");
        String choice = variables.text("FLEXGATE_WEATHER", "none");
        return switch (choice) {
            case "none" -> new None();
            case "open-meteo" -> new OpenMeteo(base, key);
            default -> {
                variables.fault("FLEXGATE_WEATHER is '" + choice + "'; use none or open-meteo");
                yield new None();
            }
        };
    }
}
