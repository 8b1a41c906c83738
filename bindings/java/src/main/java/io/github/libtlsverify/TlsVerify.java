package io.github.libtlsverify;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;

/** May I go on talking to this TLS peer, and if not, why? A thin layer over libtlsverify for Java's own TLS. */
public final class TlsVerify {
    private TlsVerify() {
    }

    /**
     * An SSLContext whose peers are judged by a context: servers for the host that is connected to, clients with purpose
     * CLIENT. It resumes no sessions (a server socket does so for a second), since JSSE lets nobody judge the peer of a
     * resumed one.
     *
     * @param keys what to authenticate ourselves with, if anything
     */
    public static SSLContext sslContext(Context context, KeyManager... keys) {
        return new JudgedContext(trustManager(context), keys);
    }

    /** The same as a trust manager, for an SSLContext of one's own. Sessions that this resumes are not judged again. */
    public static X509ExtendedTrustManager trustManager(Context context) {
        return new ContextTrustManager(context);
    }

    /** The version of the C library. */
    public static String version() {
        return Library.text(Library.tv_version());
    }

    /** Date and number of the bundled Mozilla roots. */
    public static String rootsVersion() {
        return Library.text(Library.tv_roots_version());
    }
}
