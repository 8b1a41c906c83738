package io.github.libtlsverify;

import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets a context judge the peers of JSSE. As an extended trust manager it is the only judge: JSSE checks no name after it.
 * Without a host there is no verdict, and so no server.
 */
final class ContextTrustManager extends X509ExtendedTrustManager {
    private final Context context;

    ContextTrustManager(Context context) {
        this.context = context;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkServer(chain, null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkServer(chain, socket instanceof SSLSocket ? host(((SSLSocket) socket).getHandshakeSession()) : null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkServer(chain, engine == null ? null : host(engine.getHandshakeSession()));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try (Context clients = context.copy()) {
            judge(clients.setPurpose(Context.Purpose.CLIENT), chain, null);
        } catch (TlsVerifyException failure) {
            throw new CertificateException(failure.getMessage(), failure);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** The host that the program connected to, which is the one that it wants to talk to; not what it sent as SNI. */
    private static String host(SSLSession session) {
        return session == null ? null : session.getPeerHost();
    }

    private void checkServer(X509Certificate[] chain, String host) throws CertificateException {
        if (host == null || host.isEmpty()) {
            throw new CertificateException("tlsverify: the connection has no host to verify; "
                    + "make the socket or the engine with the name of the peer");
        }
        judge(context, chain, host);
    }

    private static void judge(Context judge, X509Certificate[] chain, String host) throws CertificateException {
        try {
            judge.verify(chain, host);
        } catch (CertificateEncodingException | TlsVerifyException | IllegalArgumentException failure) {
            throw new CertificateException(failure.getMessage(), failure);
        }
    }
}
