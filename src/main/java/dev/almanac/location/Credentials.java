package dev.almanac.location;

import dev.almanac.calendar.AccessToken;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The access tokens of the vendor's API, by the name that a location gives as its credential.
///
/// A token comes from the environment as `ALMANAC_TOKEN_<NAME>` (the name in capitals, everything but letters and digits
/// replaced by `_`) or else from the token file. Names that become the same variable share it. Neither messages nor
/// `toString` ever hold a token.
public final class Credentials {
    private static final String VARIABLE_PREFIX = "ALMANAC_TOKEN_";

    private final Supplier<Map<String, AccessToken>> fromFile;
    private final Map<String, String> environment;

    private Credentials(Supplier<Map<String, AccessToken>> fromFile, Map<String, String> environment) {
        this.fromFile = fromFile;
        this.environment = environment;
    }

    /// Reads the token file, if there is one, and every token variable of the environment. The file is read again when it
    /// has changed.
    ///
    /// @throws IllegalArgumentException with one line per problem: no such file, a line that is no token, a malformed variable
    public static Credentials load(
            CredentialSettings settings, Map<String, String> environment, InstantSource clock) {
        Map<String, String> variables = environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(VARIABLE_PREFIX))
                // A variable set to nothing is how compose files and pods spell "not set".
                .filter(variable -> !variable.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        variables.forEach(Credentials::requireToken);
        Optional<FreshTokens> file = settings.file().map(path -> new FreshTokens(path, settings.lookEvery(), clock));
        return new Credentials(file.<Supplier<Map<String, AccessToken>>>map(f -> f::tokens).orElse(Map::of), variables);
    }

    /// The token of a credential right now; ask anew for each request, and do not keep it. Empty: there is none.
    public Optional<AccessToken> token(String credential) {
        return Optional.ofNullable(environment.get(variableOf(credential)))
                .map(text -> new AccessToken(text.strip()))
                .or(() -> Optional.ofNullable(fromFile.get().get(credential)));
    }

    /// Fails unless every credential that these locations name has a token.
    ///
    /// @throws IllegalArgumentException with one line per credential without one
    public void requireAll(Collection<Location> locations) {
        List<String> missing = locations.stream()
                .collect(Collectors.groupingBy(Location::credential))
                .entrySet()
                .stream()
                .filter(use -> token(use.getKey()).isEmpty())
                .map(use -> missing(use.getKey(), use.getValue()))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", missing));
        }
    }

    /// The environment variable that holds a credential's token.
    static String variableOf(String credential) {
        return VARIABLE_PREFIX + credential.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static String missing(String credential, List<Location> users) {
        String first = users.getFirst().locationId();
        String others = users.size() == 1 ? "" : " and " + (users.size() - 1) + " more";
        return "no token for the credential '%s' of location '%s'%s; set %s, or add '%s=<token>' to the token file"
                .formatted(credential, first, others, variableOf(credential), credential);
    }

    private static void requireToken(String variable, String text) {
        try {
            new AccessToken(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(variable + ": " + malformed.getMessage(), malformed);
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + fromFile.get().keySet() + " from the token file, " + environment.keySet() + "]";
    }
}
