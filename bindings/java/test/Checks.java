import io.github.libtlsverify.Context;
import io.github.libtlsverify.Hook;
import io.github.libtlsverify.Result;
import io.github.libtlsverify.TlsVerify;
import io.github.libtlsverify.TlsVerifyException;
import io.github.libtlsverify.VerificationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Every further check; the first one that does not hold ends the program. */
final class Checks {
    private final Fixture fixture;
    private final Fixture.Server good;
    private final Fixture.Server bad;

    Checks(Fixture fixture) {
        this.fixture = fixture;
        good = fixture.server("good-tls13");
        bad = fixture.server("wrong-name-tls13");
    }

    void run() throws Exception {
        Context context = fixture.trusting();
        check("by-address", Fixture.get(good, "127.0.0.1", TlsVerify.sslContext(context)).equals("hello\n"));
        check("https-url-connection", Fixture.open(good, context).equals("hello\n"));
        check("https-url-connection-refuses", refused(() -> Fixture.open(bad, context), "NAME_MISMATCH"));
        hooks();
        trust();
        revocation();
        life();
        noHost();
        clients();
        closed();
        check("bad-root", fails(() -> context.addRoot("not a certificate".getBytes())));
        noStack();
    }

    private static void check(String name, boolean holds) {
        check(name, holds, "");
    }

    private static void check(String name, boolean holds, Object details) {
        if (!holds) {
            System.err.println("failed: " + name + " " + details);
            System.exit(1);
        }
        System.out.println("check " + name);
    }

    /** Whether a call ends with a refusal for this reason, whose sentence and hint the caught exception shows. */
    private static boolean refused(Callable<?> call, String reason) {
        try {
            call.call();
            return false;
        } catch (Exception thrown) {
            return VerificationException.in(thrown)
                    .filter(refused -> refused.reason().equals(reason))
                    .filter(refused -> thrown.getMessage().contains(refused.result().message()))
                    .filter(refused -> thrown.getMessage().contains(refused.hint()))
                    .isPresent();
        }
    }

    private static boolean fails(Callable<?> call) {
        try {
            call.call();
            return false;
        } catch (TlsVerifyException failure) {
            return failure.status() < 0 && failure.getMessage().contains("tv_");
        } catch (Exception other) {
            return false;
        }
    }

    private boolean hookRefuses(Fixture.Server server, String reason, Hook hook, Hook.Override... overrides) {
        return refused(() -> Fixture.get(server, fixture.trusting().setHook(Hook.Stage.AFTER, hook, overrides)), reason);
    }

    private String hooked(Fixture.Server server, Hook hook, Hook.Override... overrides) throws Exception {
        return Fixture.get(server, fixture.trusting().setHook(Hook.Stage.AFTER, hook, overrides));
    }

    private void hooks() throws Exception {
        Hook.Override all = Hook.Override.ALL;
        check("hook-rejects", hookRefuses(good, "HOOK_REJECTED", (host, chain, normal) -> Hook.Answer.REJECT));
        check("hook-defers", hooked(good, (host, chain, normal) -> Hook.Answer.DEFER).equals("hello\n"));
        Hook accepting = (host, chain, normal) -> Hook.Answer.ACCEPT;
        check("hook-accepts", hooked(bad, accepting, Hook.Override.NAME).equals("hello\n"));
        check("hook-may-not-accept", hookRefuses(bad, "NAME_MISMATCH", accepting));
        check("hook-nonsense", hookRefuses(good, "HOOK_BAD_ANSWER", (host, chain, normal) -> null, all));

        PrintStream standard = System.err;
        ByteArrayOutputStream reported = new ByteArrayOutputStream();
        System.setErr(new PrintStream(reported, true));
        boolean exception = hookRefuses(good, "HOOK_REJECTED", (host, chain, normal) -> {
            throw new Exception("no");
        }, all);
        boolean error = hookRefuses(good, "HOOK_REJECTED", (host, chain, normal) -> {
            throw new StackOverflowError();
        }, all);
        check("hook-exception", exception);
        check("hook-error", error);
        String report = reported.toString();
        check("hook-exception-is-reported", report.contains("Exception: no") && report.contains("StackOverflowError"));

        List<String> seen = new ArrayList<>();
        hooked(good, (host, chain, normal) -> {
            seen.add(host + " " + chain.size() + " " + normal.status());
            return Hook.Answer.DEFER;
        });
        check("hook-sees", seen.equals(List.of("good.test 2 OK")));
    }

    private void revocation() throws Exception {
        List<byte[]> chain = new ArrayList<>(Fixture.certificates(good.chain));
        chain.addAll(Fixture.certificates(fixture.intermediate));
        List<byte[]> crls = List.of(java.nio.file.Files.readAllBytes(fixture.crl));
        Context context = fixture.trusting();
        check("revoked", refused(() -> context.verify(chain, "good.test", null, crls), "REVOKED"));
        List<byte[]> none = List.of("no list".getBytes());
        check("bad-crl", fails(() -> context.verify(chain, "good.test", null, none)));
        Context strict = fixture.trusting().refuseUnknownRevocation(true);
        check("revocation-unknown", refused(() -> strict.verify(chain, "good.test"), "REVOCATION_UNKNOWN"));
    }

    private void trust() throws Exception {
        List<String> lines = new ArrayList<>();
        Context warning = fixture.trusting().setMode(Context.Mode.WARN).setLog((level, text) -> lines.add(level + text));
        check("warns", Fixture.get(bad, warning).equals("hello\n")
                && lines.size() == 1 && lines.get(0).startsWith("REFUSAL") && lines.get(0).contains("NAME_MISMATCH"));

        Fixture.Server selfSigned = fixture.server("self-signed-tls12");
        byte[] certificate = Fixture.certificates(selfSigned.chain).get(0);
        check("pinned", Fixture.get(selfSigned, fixture.trusting().addCert("good.test", certificate)).equals("hello\n"));
        Context elsewhere = fixture.trusting().addCert("other.test", certificate);
        check("pinned-for-another-host", refused(() -> Fixture.get(selfSigned, elsewhere), "SELF_SIGNED"));

        // Over one SSLContext, so that a session could be resumed.
        Context context = fixture.trusting();
        SSLContext ssl = TlsVerify.sslContext(context);
        Fixture.get(good, good.host, ssl);
        byte[] first = Fixture.certificates(good.chain).get(0);
        context.distrust(MessageDigest.getInstance("SHA-256").digest(first));
        check("distrust", refused(() -> Fixture.get(good, good.host, ssl), "DISTRUSTED"));
    }

    private void life() throws Exception {
        List<byte[]> chain = Fixture.certificates(good.chain);
        AtomicInteger calls = new AtomicInteger();
        Context hooked = fixture.trusting().setHook(Hook.Stage.AFTER, (host, seen, normal) -> {
            System.gc();
            calls.incrementAndGet();
            return Hook.Answer.DEFER;
        });
        for (int round = 0; round < 5; round++) {
            System.gc();
            hooked.verify(chain, "good.test");
        }
        check("collected-hook", calls.get() == 5);

        Context shared = fixture.trusting();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Result>> results = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            results.add(threads.submit(() -> shared.verify(chain, "good.test")));
        }
        int verified = 0;
        for (Future<Result> result : results) {
            verified += result.get().status() == Result.Status.OK ? 1 : 0;
        }
        threads.shutdown();
        check("threads", verified == 400);
    }

    /** A hook that cannot be called is not passed over. */
    private void noStack() throws Exception {
        List<byte[]> chain = Fixture.certificates(good.chain);
        PrintStream standard = System.err;
        System.setErr(new PrintStream(new ByteArrayOutputStream(), true));
        DeepStack rejecting;
        try {
            rejecting = DeepStack.verify(fixture.trusting(), chain);
        } finally {
            System.setErr(standard);
        }
        check("hook-without-stack", rejecting.isSafe(), rejecting);
    }

    /** Nobody is accepted for a host that nobody named. */
    private void noHost() throws Exception {
        SSLSocketFactory factory = TlsVerify.sslContext(fixture.trusting()).getSocketFactory();
        try (Socket tcp = new Socket("127.0.0.1", bad.port);
                SSLSocket socket = (SSLSocket) factory.createSocket(tcp, null, bad.port, true)) {
            check("no-host", refused(() -> {
                socket.startHandshake();
                return null;
            }, "NAME_MISMATCH"));
        }
        X509ExtendedTrustManager trust = TlsVerify.trustManager(fixture.trusting());
        int refusals = 0;
        try {
            trust.checkServerTrusted(null, "ECDHE_ECDSA");
        } catch (java.security.cert.CertificateException refusal) {
            refusals += refusal.getMessage().contains("no host") ? 1 : 0;
        }
        check("no-connection", refusals == 1);
    }

    /** Clients are judged with purpose CLIENT, though the context is for servers. */
    private void clients() throws Exception {
        X509ExtendedTrustManager trust = TlsVerify.trustManager(fixture.trusting());
        int judged = 0;
        for (Fixture.Client client : fixture.clients) {
            Callable<?> judge = () -> {
                trust.checkClientTrusted(Fixture.chain(client.chain), "EC");
                return null;
            };
            if (client.reason.equals("NONE")) {
                judge.call();
                judged++;
            } else if (refused(judge, client.reason)) {
                judged++;
            }
        }
        check("clients", judged == fixture.clients.size() && judged > 2);
    }

    private void closed() throws Exception {
        List<byte[]> chain = Fixture.certificates(good.chain);
        Context context = fixture.trusting();
        Context copy = context.copy();
        context.close();
        context.close();
        check("closed", fails(() -> context.verify(chain, "good.test")) && context.mode() == null);
        check("copy", copy.verify(chain, "good.test").status() == Result.Status.OK);
        boolean refusesNul = false;
        try {
            copy.verify(chain, "good.test\0.other.test");
        } catch (IllegalArgumentException refusal) {
            refusesNul = true;
        }
        check("nul", refusesNul);
    }
}
