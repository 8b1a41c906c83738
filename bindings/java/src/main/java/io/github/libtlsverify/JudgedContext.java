package io.github.libtlsverify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** An SSLContext that uses another one for each connection, so that there is no session to be resumed. */
final class JudgedContext extends SSLContext {
    JudgedContext(TrustManager trust, KeyManager[] keys) {
        this(new Spi(trust, keys), fresh(trust, keys));
    }

    private JudgedContext(Spi spi, SSLContext model) {
        super(spi, model.getProvider(), model.getProtocol());
    }

    private static SSLContext fresh(TrustManager trust, KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no TLS", impossible);
        }
    }

    private static final class Spi extends SSLContextSpi {
        private final TrustManager trust;
        private final KeyManager[] keys;

        Spi(TrustManager trust, KeyManager[] keys) {
            this.trust = trust;
            this.keys = keys.clone();
        }

        SSLContext next() {
            return fresh(trust, keys);
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context is judged by tlsverify, and stays so");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new Factory(this);
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            SSLContext shared = next();
            // All sockets of the factory share it, and zero would mean for ever.
            shared.getServerSessionContext().setSessionTimeout(1);
            return shared.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return next().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return next().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return next().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return next().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return next().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return next().getSupportedSSLParameters();
        }
    }

    private static final class Factory extends SSLSocketFactory {
        private final Spi spi;

        Factory(Spi spi) {
            this.spi = spi;
        }

        private SSLSocketFactory next() {
            return spi.next().getSocketFactory();
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return next().getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return next().getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return next().createSocket();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return next().createSocket(socket, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return next().createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return next().createSocket(host, port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return next().createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return next().createSocket(host, port, local, localPort);
        }
    }
}
