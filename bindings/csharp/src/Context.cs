using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace TlsVerify
{
    /// <summary>
    /// What is trusted and how strictly it is judged. Every member may be called from any thread; a change is seen by the next
    /// verification. It is freed when it is disposed of or collected; a hook that refers to its own context keeps it until then.
    /// </summary>
    public sealed partial class Context : IDisposable
    {
        private readonly ContextHandle handle;

        /// <summary>Trusts the Mozilla roots, and refuses what it cannot verify.</summary>
        public Context() : this(Native.tv_context_new())
        {
            Mode = Mode.Enforce;
        }

        private Context(ContextHandle handle)
        {
            this.handle = handle;
            if (handle.IsInvalid)
            {
                throw new InvalidOperationException("libtlsverify cannot make a context");
            }
        }

        /// <summary>The version of the library.</summary>
        public static string LibraryVersion
        {
            get { return Native.Decode(Native.tv_version()); }
        }

        /// <summary>Date and number of the bundled Mozilla roots.</summary>
        public static string RootsVersion
        {
            get { return Native.Decode(Native.tv_roots_version()); }
        }

        /// <summary>What happens to a refusal; Mode.Enforce unless told otherwise.</summary>
        public Mode Mode
        {
            get { return (Mode)Native.tv_get_mode(handle); }
            set { Native.Check("tv_set_mode", Native.tv_set_mode(handle, (int)value)); }
        }

        /// <summary>Makes an independent context with the same settings, hooks and log function included.</summary>
        public Context Clone()
        {
            return new Context(Native.tv_context_clone(handle));
        }

        /// <summary>Frees the context as soon as no verification uses it any more. Every later call throws.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        /// <summary>Turns everything on: the Mozilla roots, and refusal of whatever is not trusted.</summary>
        public void ValidateCerts()
        {
            Native.Check("tv_validate_certs", Native.tv_validate_certs(handle));
        }

        /// <summary>Nothing is judged any more, and the connection is open to anybody who can reach it.</summary>
        public void DisableValidation()
        {
            Native.Check("tv_disable_validation", Native.tv_disable_validation(handle));
        }

        /// <summary>Sets how strictly certificates are judged; Rules.Browser unless told otherwise.</summary>
        public void SetRules(Rules rules)
        {
            Native.Check("tv_set_rules", Native.tv_set_rules(handle, (int)rules));
        }

        /// <summary>Sets what certificates are to be used for; Purpose.Server unless told otherwise.</summary>
        public void SetPurpose(Purpose purpose)
        {
            Native.Check("tv_set_purpose", Native.tv_set_purpose(handle, (int)purpose));
        }

        /// <summary>Sets how many intermediates a path may have; 16 unless told otherwise.</summary>
        public void SetMaxIntermediates(int count)
        {
            if (count < 0)
            {
                throw new ArgumentOutOfRangeException("count");
            }
            Native.Check("tv_set_max_intermediates", Native.tv_set_max_intermediates(handle, (uint)count));
        }

        /// <summary>
        /// Sets whether a peer is refused unless revocation lists tell that no certificate of its path, the root aside, is revoked.
        /// Unless called, it is so where lists are handed in.
        /// </summary>
        public void RefuseUnknownRevocation(bool on)
        {
            Native.Check("tv_refuse_unknown_revocation", Native.tv_refuse_unknown_revocation(handle, on ? 1 : 0));
        }

        /// <summary>Trusts one CA certificate, in DER.</summary>
        public void AddRoot(byte[] der)
        {
            Require(der, "der");
            Native.Check("tv_add_root", Native.tv_add_root(handle, der, Native.Length(der)));
        }

        /// <summary>
        /// Trusts the CA certificates in PEM text, and says how many. Those that cannot be trust anchors are passed over and logged; it
        /// throws if none is left.
        /// </summary>
        public int AddRootsPem(string pem)
        {
            Require(pem, "pem");
            byte[] text = Encoding.UTF8.GetBytes(pem);
            UIntPtr added;
            Native.Check("tv_add_roots_pem", Native.tv_add_roots_pem(handle, text, Native.Length(text), out added));
            return checked((int)added.ToUInt64());
        }

        /// <summary>Trusts the CA certificates in a file of PEM text, or of one DER certificate, and says how many.</summary>
        public int AddRootsFile(string path)
        {
            Require(path, "path");
            UIntPtr added;
            Native.Check("tv_add_roots_file", Native.tv_add_roots_file(handle, Native.Encode(path, "path"), out added));
            return checked((int)added.ToUInt64());
        }

        /// <summary>Trusts the roots of the operating system as they are now, and says how many.</summary>
        public int AddSystemRoots()
        {
            UIntPtr added;
            Native.Check("tv_add_system_roots", Native.tv_add_system_roots(handle, out added));
            return checked((int)added.ToUInt64());
        }

        /// <summary>Turns the bundled roots on or off.</summary>
        public void UseMozillaRoots(bool on)
        {
            Native.Check("tv_use_mozilla_roots", Native.tv_use_mozilla_roots(handle, on ? 1 : 0));
        }

        /// <summary>Trusts exactly this end entity certificate, in DER, for a host. Its dates are still enforced.</summary>
        public void AddCert(string host, byte[] der)
        {
            Require(host, "host");
            Require(der, "der");
            Native.Check("tv_add_cert", Native.tv_add_cert(handle, Native.Encode(host, "host"), der, Native.Length(der)));
        }

        /// <summary>Trusts exactly this end entity certificate, in DER, whatever host is wanted.</summary>
        public void AddCertForAnyHost(byte[] der)
        {
            Require(der, "der");
            Native.Check("tv_add_cert", Native.tv_add_cert(handle, null, der, Native.Length(der)));
        }

        /// <summary>Adds certificates in DER that peers may have left out. They are not trusted, only tried.</summary>
        public void AddIntermediates(IEnumerable<byte[]> certificates)
        {
            byte[] chain = Native.Concatenate(certificates, "certificates");
            Native.Check("tv_add_intermediates", Native.tv_add_intermediates(handle, chain, Native.Length(chain)));
        }

        /// <summary>
        /// Blocks a certificate, or every certificate with a key, by the SHA-256 (32 octets) of the certificate or of its
        /// SubjectPublicKeyInfo. Nothing overrides it.
        /// </summary>
        public void Distrust(byte[] sha256)
        {
            Require(sha256, "sha256");
            Native.Check("tv_distrust", Native.tv_distrust(handle, sha256, Native.Length(sha256)));
        }

        /// <summary>
        /// Asks a function about every peer, in place of the former one of this stage; null removes that. `mayOverride` says what its
        /// Accept may forgive.
        /// </summary>
        public void SetHook(Hook hook, Stage stage = Stage.After, Override mayOverride = Override.None)
        {
            Register(hook, "hook", "tv_set_hook", data => Native.tv_set_hook(
                handle, (int)stage, (uint)mayOverride, hook == null ? null : Callbacks.Ask, data, Callbacks.Destroy));
        }

        /// <summary>
        /// Gives every log line to a function, perhaps on several threads at once; null sends them to standard error again.
        /// </summary>
        public void SetLog(Action<LogLevel, string> log)
        {
            Register(log, "log", "tv_set_log", data => Native.tv_set_log(
                handle, log == null ? null : Callbacks.Write, data, Callbacks.Destroy));
        }

        /// <summary>
        /// Judges a chain of DER certificates as the peer sent them, its own first, now or at `time`. The host is a DNS name or an IP
        /// address, and may be null only for another purpose than Purpose.Server. Throws a VerificationException if the peer is
        /// refused, and a TlsVerifyException if nothing could be judged. `crls` are revocation lists in DER.
        /// </summary>
        public Result Verify(
            IEnumerable<byte[]> chain, string host, DateTimeOffset? time = null, IEnumerable<byte[]> crls = null)
        {
            Result result = Judge(chain, host, time, crls);
            if (!result.MayProceed)
            {
                throw new VerificationException(host, result);
            }
            return result;
        }

        /// <summary>The same, but a refusal is returned too: look at Result.MayProceed.</summary>
        public Result Judge(
            IEnumerable<byte[]> chain, string host, DateTimeOffset? time = null, IEnumerable<byte[]> crls = null)
        {
            byte[] der = Native.Concatenate(chain, "chain");
            byte[] name = Native.Encode(host, "host");
            IntPtr evidence = IntPtr.Zero;
            IntPtr result = IntPtr.Zero;
            try
            {
                if (time.HasValue || crls != null)
                {
                    evidence = Native.tv_evidence_new();
                }
                foreach (byte[] crl in crls ?? new byte[0][])
                {
                    Require(crl, "crls");
                    Native.Check("tv_evidence_add_crl", Native.tv_evidence_add_crl(evidence, crl, Native.Length(crl)));
                }
                if (time.HasValue)
                {
                    Native.Check(
                        "tv_evidence_set_time", Native.tv_evidence_set_time(evidence, time.Value.ToUnixTimeSeconds()));
                }
                int status = Native.tv_verify_chain_with(handle, name, der, Native.Length(der), evidence, out result);
                if (result == IntPtr.Zero)
                {
                    throw new TlsVerifyException("tv_verify_chain_with", status);
                }
                return new Result(result);
            }
            finally
            {
                Native.tv_result_free(result);
                Native.tv_evidence_free(evidence);
            }
        }

        private static void Require(object argument, string name)
        {
            if (argument == null)
            {
                throw new ArgumentNullException(name);
            }
        }

        /// <summary>Registers a delegate, which the library holds until it has no more use for it.</summary>
        private static void Register(Delegate callback, string parameter, string call, Func<IntPtr, int> register)
        {
            if (callback == null)
            {
                Native.Check(call, register(IntPtr.Zero));
                return;
            }
            if (callback.GetInvocationList().Length != 1)
            {
                throw new ArgumentException("only the last of several combined functions would be heard", parameter);
            }
            GCHandle held = GCHandle.Alloc(callback);
            int status = -1;
            try
            {
                status = register(GCHandle.ToIntPtr(held));
            }
            finally
            {
                if (status != 0)
                {
                    held.Free();
                }
            }
            Native.Check(call, status);
        }
    }
}
