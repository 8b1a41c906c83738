using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using TlsVerify;

/// <summary>Reports every check that holds, and ends the program at the first one that does not.</summary>
internal sealed class Checks
{
    private const string Accepted = "accepted";

    private readonly Fixture fixture;
    private readonly Server good;
    private readonly Server bad;

    internal Checks(Fixture fixture)
    {
        this.fixture = fixture;
        good = fixture.Find("good-tls12");
        bad = fixture.Find("wrong-name-tls12");
    }

    internal void Run()
    {
        using (SslStream stream = fixture.Trusting().Connect("127.0.0.1", good.Port))
        {
            Check("by-address", Server.Ask(stream) == "hello\n");
        }
        Answers();
        BrokenHooks();
        WhatAHookSees();
        Trust();
        Arguments();
        Life();
        Threads();
    }

    private static void Check(string name, bool holds)
    {
        if (!holds)
        {
            throw new Exception("failed: " + name);
        }
        Console.WriteLine("check " + name);
    }

    /// <summary>What comes of a verification: the name of the reason, if the peer is refused.</summary>
    private static string Outcome(Action verify)
    {
        try
        {
            verify();
            return Accepted;
        }
        catch (VerificationException refused)
        {
            return refused.ReasonName;
        }
    }

    private static bool Throws<T>(Action action) where T : Exception
    {
        try
        {
            action();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }

    /// <summary>What comes of talking to a server with a hook.</summary>
    private string Hooked(Server server, Override mayOverride, Hook hook, Stage stage = Stage.After)
    {
        Context trust = fixture.Trusting();
        trust.SetHook(hook, stage, mayOverride);
        return Outcome(() => server.Talk(trust));
    }

    private static Hook Always(Answer answer)
    {
        return (host, chain, normal) => answer;
    }

    private void Answers()
    {
        Check("hook-rejects", Hooked(good, Override.None, Always(Answer.Reject)) == "HOOK_REJECTED");
        Check("hook-defers", Hooked(good, Override.None, Always(Answer.Defer)) == Accepted);
        Check("hook-accepts", Hooked(bad, Override.Name, Always(Answer.Accept)) == Accepted);
        Check("hook-may-not-accept", Hooked(bad, Override.None, Always(Answer.Accept)) == "NAME_MISMATCH");
        Check("hook-nonsense", Hooked(good, Override.All, Always((Answer)7)) == "HOOK_BAD_ANSWER");
        Check("hook-without-an-answer", Hooked(good, Override.All, Always(default(Answer))) == "HOOK_BAD_ANSWER");
    }

    private void BrokenHooks()
    {
        TextWriter terminal = Console.Error;
        var reported = new StringWriter();
        Console.SetError(reported);
        string outcome = Hooked(good, Override.All, (host, chain, normal) => { throw new Exception("no"); });
        Check("hook-exception", outcome == "HOOK_REJECTED");
        Check("hook-exception-is-reported", reported.ToString().Contains("the hook threw System.Exception: no; the peer is refused"));

        outcome = Hooked(good, Override.All, (host, chain, normal) => { throw new Exception("no"); }, Stage.Before);
        Check("hook-exception-before", outcome == "HOOK_REJECTED");

        // An abort is thrown again behind each catch; it must neither leave through the library nor become an answer.
        Context aborting = fixture.Trusting();
        aborting.SetHook((host, chain, normal) =>
        {
            Thread.CurrentThread.Abort();
            return Answer.Defer;
        });
        outcome = Outcome(() => aborting.Verify(good.Chain, "good.test"));
        bool isAborted = (Thread.CurrentThread.ThreadState & ThreadState.AbortRequested) != 0;
        Check("hook-aborts", outcome == "HOOK_REJECTED" && !isAborted);

        Context warning = fixture.Trusting();
        warning.Mode = Mode.Warn;
        warning.SetLog((level, text) => { throw new Exception("no"); });
        Check("log-exception", Outcome(() => bad.Talk(warning)) == Accepted);
        Check("log-exception-is-reported", reported.ToString().Contains("the log function threw"));
        Console.SetError(terminal);

        Hook refusing = Always(Answer.Reject);
        Check("combined-hooks", Throws<ArgumentException>(() => fixture.Trusting().SetHook(refusing + Always(Answer.Defer))));
    }

    private void WhatAHookSees()
    {
        string seen = "";
        Hooked(good, Override.None, (host, chain, normal) =>
        {
            seen = host + " " + chain.Count + " " + normal.Status + " " + chain[0].SequenceEqual(good.Chain[0]);
            return Answer.Defer;
        });
        Check("hook-sees", seen == "good.test 2 Ok True");

        Hooked(good, Override.None, (host, chain, normal) =>
        {
            seen = host + " " + chain.Count + " " + (normal == null);
            return Answer.Defer;
        }, Stage.Before);
        Check("hook-sees-before", seen == "good.test 2 True");

        Context trust = fixture.Trusting();
        trust.SetHook(Always(Answer.Reject));
        trust.SetHook(null);
        Check("hook-removed", Outcome(() => good.Talk(trust)) == Accepted);
    }

    private void Trust()
    {
        Context warning = fixture.Trusting();
        warning.Mode = Mode.Warn;
        var lines = new List<string>();
        warning.SetLog((level, text) => lines.Add(level + " " + text));
        Check("warns", Outcome(() => bad.Talk(warning)) == Accepted);
        Check("warns-the-log", lines.Count == 1 && lines[0].StartsWith("Refusal ") && lines[0].Contains("NAME_MISMATCH"));

        Server selfSigned = fixture.Find("self-signed-tls12");
        Context pinned = fixture.Trusting();
        pinned.AddCert("good.test", selfSigned.Chain[0]);
        Check("pinned", Outcome(() => selfSigned.Talk(pinned)) == Accepted);
        Context elsewhere = fixture.Trusting();
        elsewhere.AddCert("other.test", selfSigned.Chain[0]);
        Check("pinned-for-another-host", Outcome(() => selfSigned.Talk(elsewhere)) == "SELF_SIGNED");

        Context distrusting = fixture.Trusting();
        using (SHA256 sha256 = SHA256.Create())
        {
            distrusting.Distrust(sha256.ComputeHash(good.Chain[0]));
        }
        Check("distrust", Outcome(() => good.Talk(distrusting)) == "DISTRUSTED");

        Context listing = fixture.Trusting();
        var crls = new[] { fixture.Crl };
        Check("revoked", Outcome(() => listing.Verify(good.Chain, "good.test", null, crls)) == "REVOKED");
        var none = new[] { new byte[] { 1, 2, 3 } };
        Check("bad-crl", Throws<TlsVerifyException>(() => listing.Verify(good.Chain, "good.test", null, none)));
        listing.RefuseUnknownRevocation(true);
        Check("revocation-unknown", Outcome(() => listing.Verify(good.Chain, "good.test")) == "REVOCATION_UNKNOWN");

        Server incomplete = fixture.Find("missing-intermediate-tls12");
        Context complete = fixture.Trusting();
        complete.AddIntermediates(good.Chain.Skip(1));
        Check("intermediates", Outcome(() => incomplete.Talk(complete)) == Accepted);

        Context forClients = fixture.Trusting();
        forClients.SetPurpose(Purpose.Client);
        Check("purpose", Outcome(() => forClients.Verify(good.Chain, null)) == "WRONG_EXTENDED_KEY_USAGE");

        Context off = fixture.Trusting();
        off.DisableValidation();
        Check("off", off.Verify(bad.Chain, "good.test").Status == Status.Unchecked);
        off.ValidateCerts();
        Check("on-again", off.Mode == Mode.Enforce && Outcome(() => off.Verify(bad.Chain, "good.test")) == "NAME_MISMATCH");
    }

    private void Arguments()
    {
        Context trust = fixture.Trusting();
        Check("bad-root", Throws<TlsVerifyException>(() => trust.AddRoot(new byte[] { 1, 2, 3 })));
        Check("bad-pem", Throws<TlsVerifyException>(() => trust.AddRootsPem("no certificate")));
        Check("no-chain", Throws<TlsVerifyException>(() => trust.Verify(new byte[0][], "good.test")));
        Check("no-host", Throws<TlsVerifyException>(() => trust.Verify(good.Chain, null)));
        Check("no-host-for-a-pin", Throws<ArgumentNullException>(() => trust.AddCert(null, good.Chain[0])));
        Check("no-host-for-a-connection", Throws<ArgumentNullException>(() => trust.ValidationCallback(null)));
        Check("nul", Throws<ArgumentException>(() => trust.Verify(good.Chain, "good.test\0.other.test")));
        RemoteCertificateValidationCallback callback = trust.ValidationCallback("good.test");
        Check("no-certificate", Throws<AuthenticationException>(() => callback(null, null, null, SslPolicyErrors.None)));

        Check("now", Outcome(() => trust.Verify(good.Chain, "good.test", DateTimeOffset.UtcNow)) == Accepted);
        DateTimeOffset later = DateTimeOffset.UtcNow.AddYears(50);
        Check("later", Outcome(() => trust.Verify(good.Chain, "good.test", later)) == "EXPIRED");

        Result result = trust.Judge(bad.Chain, "good.test");
        Check("judge", result.Status == Status.Rejected && !result.MayProceed && result.Reason == 301 && result.Depth == 0);
        Check("report", result.Source == Source.Path && result.Hint != "" && result.Json.StartsWith("{") && result.ToString() == result.Text);
        Check("path", result.Path.Count >= 2 && result.Path[0].SequenceEqual(bad.Chain[0]));
    }

    private void Life()
    {
        Context trust = fixture.Trusting();
        int calls = 0;
        trust.SetHook((host, chain, normal) =>
        {
            calls++;
            GC.Collect();
            return Answer.Defer;
        });
        for (int round = 0; round < 10; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            trust.Verify(good.Chain, "good.test");
        }
        Check("collected-hook", calls == 10);

        Context clone = trust.Clone();
        trust.Dispose();
        trust.Dispose();
        Check("disposed", Throws<ObjectDisposedException>(() => trust.Verify(good.Chain, "good.test")));
        Check("disposed-connection", Throws<ObjectDisposedException>(() => good.Talk(trust)));
        clone.Verify(good.Chain, "good.test");
        Check("hook-of-a-clone", calls == 11);

        // The library gives back a hook with its context. Mono's collector takes whatever is left on a stack for a reference, so the
        // hooks are made on another thread, and one of them may be kept.
        var witnesses = new List<WeakReference>();
        var thread = new Thread(() => witnesses.AddRange(Enumerable.Range(0, 20).Select(_ => DisposedWithHook())));
        thread.Start();
        thread.Join();
        for (int round = 0; round < 100 && witnesses.Count(one => one.IsAlive) > 1; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
        Check("hooks-are-given-back", witnesses.Count(one => one.IsAlive) <= 1);
    }

    private WeakReference DisposedWithHook()
    {
        var held = new object();
        using (Context trust = fixture.Trusting())
        {
            trust.SetHook((host, chain, normal) => held == null ? Answer.Reject : Answer.Defer);
            trust.Verify(good.Chain, "good.test");
        }
        return new WeakReference(held);
    }

    private void Threads()
    {
        Context shared = fixture.Trusting();
        int asked = 0;
        int verified = 0;
        shared.SetHook((host, chain, normal) =>
        {
            Interlocked.Increment(ref asked);
            return Answer.Defer;
        });
        List<Thread> threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < 50; round++)
            {
                shared.Verify(good.Chain, "good.test");
                Interlocked.Increment(ref verified);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Check("threads", verified == 400 && asked == 400);
    }
}
