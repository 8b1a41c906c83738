import io.github.libtlsverify.Context;
import io.github.libtlsverify.TlsVerify;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** The servers of the test, and ways to talk to them. */
final class Fixture {
    /** One server. */
    static final class Server {
        final String id;
        final String host;
        final int port;
        final Path chain;
        final boolean needsClientCertificate;

        Server(Map<?, ?> told) {
            id = (String) told.get("id");
            host = (String) told.get("host");
            port = (Integer) told.get("port");
            chain = Paths.get((String) told.get("chain"));
            needsClientCertificate = (Boolean) told.get("needs_client_certificate");
        }

        URI page(String asked) {
            return URI.create("https://" + asked + ":" + port + "/");
        }
    }

    /** A client certificate, and what is to be said of it. */
    static final class Client {
        final Path chain;
        final String reason;

        Client(Map<?, ?> told) {
            chain = Paths.get((String) told.get("chain"));
            reason = (String) ((Map<?, ?>) told.get("expect")).get("reason");
        }
    }

    final List<Server> servers = new ArrayList<>();
    final List<Client> clients = new ArrayList<>();
    final Path root;
    final Path intermediate;
    final Path crl;

    Fixture(Path told) throws IOException {
        Map<?, ?> ready = Json.object(new String(Files.readAllBytes(told), StandardCharsets.UTF_8));
        root = Paths.get((String) ready.get("root"));
        intermediate = Paths.get((String) ready.get("intermediate"));
        crl = Paths.get((String) ready.get("crl"));
        for (Object server : (List<?>) ready.get("servers")) {
            servers.add(new Server((Map<?, ?>) server));
        }
        for (Object client : (List<?>) ready.get("clients")) {
            clients.add(new Client((Map<?, ?>) client));
        }
        // Every name leads to the servers; it has to be said before the first name is looked up.
        String names = servers.stream().map(server -> server.host).distinct().collect(Collectors.joining(" "));
        Path hosts = told.resolveSibling("hosts");
        Files.write(hosts, ("127.0.0.1 localhost " + names + "\n").getBytes(StandardCharsets.UTF_8));
        System.setProperty("jdk.net.hosts.file", hosts.toString());
    }

    Server server(String id) {
        return servers.stream().filter(server -> server.id.equals(id)).findFirst().orElseThrow();
    }

    /** A context that trusts the root of the servers and nothing else. */
    Context trusting() throws IOException {
        return new Context().useMozillaRoots(false).addRootsPem(Files.readAllBytes(root));
    }

    static X509Certificate[] chain(Path pem) throws Exception {
        Collection<?> read = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)));
        return read.toArray(new X509Certificate[0]);
    }

    static List<byte[]> certificates(Path pem) throws Exception {
        List<byte[]> certificates = new ArrayList<>();
        for (X509Certificate certificate : chain(pem)) {
            certificates.add(certificate.getEncoded());
        }
        return certificates;
    }

    /** The page, through java.net.http.HttpClient. */
    static String get(Server server, String host, SSLContext ssl) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(ssl).version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(server.page(host)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    static String get(Server server, Context context) throws Exception {
        return get(server, server.host, TlsVerify.sslContext(context));
    }

    /** The page, through HttpsURLConnection. */
    static String open(Server server, Context context) throws Exception {
        HttpsURLConnection connection = (HttpsURLConnection) new URL(server.page(server.host).toString()).openConnection();
        connection.setSSLSocketFactory(TlsVerify.sslContext(context).getSocketFactory());
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
