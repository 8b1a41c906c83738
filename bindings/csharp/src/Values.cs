using System;

namespace TlsVerify
{
    /// <summary>What happens to a refusal.</summary>
    public enum Mode
    {
        /// <summary>
        /// It is only logged. Distrusted keys, signatures that do not verify and broken encodings are refused all the same.
        /// </summary>
        Warn = 1,

        /// <summary>The peer is refused.</summary>
        Enforce = 2,

        /// <summary>Nothing is judged at all. Prefer DisableValidation, which says what it does.</summary>
        Off = 3,
    }

    /// <summary>How strictly certificates are judged.</summary>
    public enum Rules
    {
        /// <summary>Chains to bundled roots as browsers do, chains to local roots by the essentials of RFC 5280.</summary>
        Browser = 1,

        /// <summary>RFC 5280 to the letter.</summary>
        Rfc5280 = 2,

        /// <summary>RFC 5280 and the CA/B Forum Baseline Requirements, for every certificate.</summary>
        Cabf = 3,
    }

    /// <summary>What a certificate is to be used for.</summary>
    public enum Purpose
    {
        /// <summary>To authenticate a TLS server. A host is needed.</summary>
        Server = 1,

        /// <summary>To authenticate a TLS client. The host may be null.</summary>
        Client = 2,

        /// <summary>Anything: extended key usage is not looked at. The host may be null.</summary>
        Any = 3,
    }

    /// <summary>When a hook is asked.</summary>
    public enum Stage
    {
        /// <summary>Before anything is judged.</summary>
        Before = 1,

        /// <summary>With the normal result in hand.</summary>
        After = 2,
    }

    /// <summary>What a hook says of a peer. Zero is no answer, so one that was forgotten is a refusal, as is any other value.</summary>
    public enum Answer
    {
        /// <summary>I don't know, run your normal procedure.</summary>
        Defer = 1,

        /// <summary>Go on talking, as far as the hook may override.</summary>
        Accept = 2,

        /// <summary>Do not talk.</summary>
        Reject = 3,
    }

    /// <summary>What an Accept of a hook may forgive. Nothing forgives distrust.</summary>
    [Flags]
    public enum Override : uint
    {
        /// <summary>Nothing: the hook can only refuse.</summary>
        None = 0,

        /// <summary>A missing or untrusted issuer.</summary>
        Issuer = 1,

        /// <summary>Another name.</summary>
        Name = 2,

        /// <summary>Validity dates.</summary>
        Time = 4,

        /// <summary>Rules on form, strength and usage.</summary>
        Policy = 8,

        /// <summary>Everything but distrust and revocation, signatures that do not verify included. Dangerous.</summary>
        All = 0xffffffff,
    }

    /// <summary>How a verification went. Any other number means that nothing could be judged.</summary>
    public enum Status
    {
        /// <summary>Verified: by a path, a pin or the hook.</summary>
        Ok = 0,

        /// <summary>Refused, but the context only warns, and the warning has been given.</summary>
        Warned = -1,

        /// <summary>Validation is off and nothing was judged.</summary>
        Unchecked = -2,

        /// <summary>Refused.</summary>
        Rejected = -3,
    }

    /// <summary>Who has decided.</summary>
    public enum Source
    {
        /// <summary>Nobody.</summary>
        None = 0,

        /// <summary>The path to a trust anchor, or its lack.</summary>
        Path = 1,

        /// <summary>A certificate added with AddCert.</summary>
        Pin = 2,

        /// <summary>The hook.</summary>
        Hook = 3,

        /// <summary>The mode: it has warned, or nothing was judged.</summary>
        Mode = 4,
    }

    /// <summary>How much a log line weighs.</summary>
    public enum LogLevel
    {
        /// <summary>Something was passed over.</summary>
        Warning = 1,

        /// <summary>A peer would have been refused.</summary>
        Refusal = 2,
    }
}
