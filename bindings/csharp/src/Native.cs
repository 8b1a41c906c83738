using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TlsVerify
{
    /// <summary>The functions of tlsverify.h. Nothing here is for programs.</summary>
    internal static class Native
    {
        /// <summary>libtlsverify.so, libtlsverify.dylib or tlsverify.dll.</summary>
        private const string Library = "tlsverify";

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int HookFunction(IntPtr userData, IntPtr host, IntPtr chain, UIntPtr length, IntPtr normal);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void LogFunction(IntPtr userData, int level, IntPtr text);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void DestroyFunction(IntPtr userData);

        private static readonly UTF8Encoding Utf8 = new UTF8Encoding(false, true);

        static Native()
        {
            uint found = tv_abi_version();
            if (found != 0)
            {
                throw new DllNotFoundException("libtlsverify speaks ABI " + found + ", not 0");
            }
        }

        /// <summary>Text as C wants it; null stays null. C would see only the beginning of a text with a NUL inside.</summary>
        internal static byte[] Encode(string text, string parameter)
        {
            if (text == null)
            {
                return null;
            }
            if (text.IndexOf('\0') >= 0)
            {
                throw new ArgumentException("the text contains a NUL", parameter);
            }
            return Utf8.GetBytes(text + "\0");
        }

        /// <summary>A string that the library owns; null for NULL.</summary>
        internal static string Decode(IntPtr text)
        {
            if (text == IntPtr.Zero)
            {
                return null;
            }
            int length = 0;
            while (Marshal.ReadByte(text, length) != 0)
            {
                length++;
            }
            return Encoding.UTF8.GetString(Copy(text, (UIntPtr)(uint)length));
        }

        internal static byte[] Copy(IntPtr bytes, UIntPtr length)
        {
            var copy = new byte[checked((int)length.ToUInt64())];
            if (copy.Length != 0)
            {
                Marshal.Copy(bytes, copy, 0, copy.Length);
            }
            return copy;
        }

        /// <summary>Certificates one after another.</summary>
        internal static byte[] Concatenate(IEnumerable<byte[]> certificates, string parameter)
        {
            if (certificates == null)
            {
                throw new ArgumentNullException(parameter);
            }
            using (var joined = new MemoryStream())
            {
                foreach (byte[] certificate in certificates)
                {
                    if (certificate == null)
                    {
                        throw new ArgumentException("one of the certificates is null", parameter);
                    }
                    joined.Write(certificate, 0, certificate.Length);
                }
                return joined.ToArray();
            }
        }

        internal static UIntPtr Length(byte[] bytes)
        {
            return (UIntPtr)(uint)bytes.Length;
        }

        /// <summary>Throws unless the status is TV_OK.</summary>
        internal static void Check(string call, int status)
        {
            if (status != 0)
            {
                throw new TlsVerifyException(call, status);
            }
        }

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint tv_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_roots_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern ContextHandle tv_context_new();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern ContextHandle tv_context_clone(ContextHandle context);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void tv_context_free(IntPtr context);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_set_mode(ContextHandle context, int mode);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_get_mode(ContextHandle context);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_validate_certs(ContextHandle context);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_disable_validation(ContextHandle context);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_set_rules(ContextHandle context, int rules);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_set_purpose(ContextHandle context, int purpose);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_set_max_intermediates(ContextHandle context, uint count);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_refuse_unknown_revocation(ContextHandle context, int on);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_add_cert(ContextHandle context, byte[] host, byte[] der, UIntPtr length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_add_root(ContextHandle context, byte[] der, UIntPtr length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_use_mozilla_roots(ContextHandle context, int on);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_add_system_roots(ContextHandle context, out UIntPtr added);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_add_roots_pem(ContextHandle context, byte[] pem, UIntPtr length, out UIntPtr added);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_add_roots_file(ContextHandle context, byte[] path, out UIntPtr added);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_add_intermediates(ContextHandle context, byte[] chain, UIntPtr length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_distrust(ContextHandle context, byte[] sha256, UIntPtr length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_set_hook(
            ContextHandle context, int stage, uint mayOverride, HookFunction hook, IntPtr userData, DestroyFunction destroy);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_set_log(ContextHandle context, LogFunction log, IntPtr userData, DestroyFunction destroy);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_verify_chain_with(
            ContextHandle context, byte[] host, byte[] chain, UIntPtr length, IntPtr evidence, out IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_may_proceed(int status);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_evidence_new();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_evidence_set_time(IntPtr evidence, long unixSeconds);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_evidence_add_crl(IntPtr evidence, byte[] der, UIntPtr length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void tv_evidence_free(IntPtr evidence);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_result_status(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_result_reason(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_result_depth(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern int tv_result_source(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_result_message(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_result_hint(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_result_text(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_result_json(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr tv_result_path_count(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_result_path_der(IntPtr result, UIntPtr index, out UIntPtr length);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern void tv_result_free(IntPtr result);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_status_message(int status);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr tv_reason_name(int reason);
    }

    /// <summary>One reference to a tv_context. A call keeps it alive, whoever disposes of it meanwhile.</summary>
    internal sealed class ContextHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        private ContextHandle() : base(true)
        {
        }

        protected override bool ReleaseHandle()
        {
            Native.tv_context_free(handle);
            return true;
        }
    }
}
