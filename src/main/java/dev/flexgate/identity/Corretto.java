package dev.flexgate.identity;

import java.lang.reflect.InvocationTargetException;
import java.security.Provider;

/**
 * The Amazon Corretto Crypto Provider, found by name: it is native code that exists for some platforms only, so
 * FlexGate is compiled without it and must start where it is missing.
 */
final class Corretto {

    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private Corretto() {}

    /** @throws IllegalStateException when the provider is absent, did not load, or does not call itself healthy */
    static Ed25519Engine engine() {
        try {
            Class<?> type = Class.forName(PROVIDER);
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            Object loadingError = type.getMethod("getLoadingError").invoke(provider);
            if (loadingError instanceof Throwable cause) {
                throw new IllegalStateException("its native library did not load", cause);
            }
            type.getMethod("assertHealthy").invoke(provider);
            return new JcaEd25519("Corretto", provider);
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException("it is not on the class path", absent);
        } catch (InvocationTargetException unhealthy) {
            throw new IllegalStateException("it is not healthy", unhealthy.getCause());
        } catch (ReflectiveOperationException | LinkageError changed) {
            throw new IllegalStateException("it is not the version we know", changed);
        }
    }
}
