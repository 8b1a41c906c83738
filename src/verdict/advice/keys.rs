//! Advice on keys and signatures.

use super::Advice;
use crate::reason::Reason;

pub(super) const ADVICE: &[(Reason, Advice)] = &[
    (
        Reason::BadSignature,
        Advice {
            meaning: "The signature on a certificate does not verify with the key of its issuer. Either something was changed after signing, or the issuer at hand only has the right name: another CA, or the same CA with a new key.",
            elsewhere: &[
                "OpenSSL: certificate signature failure (7)",
                "curl: (60) SSL certificate problem: certificate signature failure",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate signature failure",
                "Go: x509: certificate signed by unknown authority (possibly because of \"crypto/rsa: verification error\")",
                "Firefox: SEC_ERROR_BAD_SIGNATURE",
            ],
            causes: &[
                "A private CA was made anew under its old name, and the old root is still the trusted one.",
                "The server sends an intermediate of another generation of the same CA.",
                "A file was damaged: a bad copy, an edited PEM block.",
                "A forgery.",
            ],
            client: "If it is your own CA: get its present root. If it is a public server: do not go on, and tell the operator.",
            operator: "Compare the key identifiers: `openssl x509 -in cert.pem -noout -ext authorityKeyIdentifier` has to show what `openssl x509 -in issuer.pem -noout -ext subjectKeyIdentifier` shows. Install the chain that came with the certificate.",
            c: "The warn mode never forgives this reason. Give the present root with `tv_add_root`; an old one of the same name does no harm beside it.",
            python: "Replace the old root in the file that `cafile=` or REQUESTS_CA_BUNDLE names. Two roots of one name in that file are all right.",
        },
    ),
    (
        Reason::WeakSignatureHash,
        Advice {
            meaning: "A certificate of the path is signed with SHA-1, MD5 or older. Collisions for these can be made, so such a signature may stand under a certificate that the CA never saw. The trusted root's own signature is not looked at.",
            elsewhere: &[
                "OpenSSL: CA signature digest algorithm too weak (68); ca md too weak",
                "Python: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: CA signature digest algorithm too weak",
                "Chrome: NET::ERR_CERT_WEAK_SIGNATURE_ALGORITHM; Firefox: SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED",
                "Go: x509: cannot verify signature: insecure algorithm SHA1-RSA; Java: Algorithm constraints check failed: SHA1withRSA",
            ],
            causes: &[
                "An old private CA that was set up before 2015 and still signs with its first settings.",
                "An old device.",
                "An old intermediate that is still being sent.",
            ],
            client: "Tell the operator; lowering the security level of the system would open it to everybody.",
            operator: "Have the certificate issued anew with SHA-256: `openssl ca -md sha256`, or `default_md = sha256` in openssl.cnf. If the fault is at depth 1, the CA's own certificate has to be renewed.",
            c: "Only a pin helps meanwhile: `tv_add_cert` for the end entity, whose signature then does not matter.",
            python: "Do not set `ctx.set_ciphers(\"DEFAULT@SECLEVEL=0\")`; have the certificate renewed.",
        },
    ),
    (
        Reason::UnsupportedSignatureAlgorithm,
        Advice {
            meaning: "A certificate is signed with an algorithm that this library does not check, or with odd parameters. Supported are RSA (PKCS #1 and PSS) and ECDSA with SHA-256, SHA-384 and SHA-512, and Ed25519.",
            elsewhere: &[
                "OpenSSL: certificate signature failure (7)",
                "Go: x509: cannot verify signature: algorithm unimplemented",
                "Firefox: SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED",
            ],
            causes: &[
                "A national or experimental algorithm (GOST, SM2, Ed448, post-quantum).",
                "RSA-PSS with an unusual salt length or hash.",
                "An algorithm identifier with a NULL too many, or one too few.",
            ],
            client: "Tell the operator; the message names the algorithm.",
            operator: "Have the certificate issued anew with ECDSA on P-256 and SHA-256, or RSA and SHA-256.",
            c: "`tv_add_cert` pins the end entity without looking at its signature.",
            python: "OpenSSL knows more algorithms than browsers do; public servers have to use those that browsers know.",
        },
    ),
    (
        Reason::WeakKey,
        Advice {
            meaning: "The server's own RSA key has fewer than 2048 bits. Keys of 1024 bits are within reach of well-funded attackers, and smaller ones of everybody.",
            elsewhere: &[
                "OpenSSL: EE certificate key too weak (66); ee key too small",
                "Python: [SSL: EE_KEY_TOO_SMALL] ee key too small",
                "Chrome: NET::ERR_CERT_WEAK_KEY; Firefox: MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE",
                "Go: tls: server sent certificate containing RSA key larger/smaller than allowed",
            ],
            causes: &[
                "An old device or printer.",
                "A certificate renewed for years with the same old key.",
                "A test key made with `openssl genrsa 1024`.",
            ],
            client: "For a device of your own that cannot do better, pin its certificate.",
            operator: "Make a new key, not only a new certificate: `openssl ecparam -genkey -name prime256v1` or `openssl genrsa 2048`.",
            c: "`tv_add_cert` accepts a pinned certificate with a weak key; that is what it is for.",
            python: "`ctx.set_ciphers(\"DEFAULT@SECLEVEL=1\")` lets OpenSSL accept it, together with much else that is weak; a new key is the better way.",
        },
    ),
    (
        Reason::UnsupportedKey,
        Advice {
            meaning: "A key in the path is of a kind or size that cannot be used: DSA, an unusual or explicit curve, RSA above 8192 bits. Supported are RSA with 2048 to 8192 bits, ECDSA on P-256, P-384 and P-521, and Ed25519.",
            elsewhere: &[
                "OpenSSL: unable to decode issuer public key (6); Certificate public key has explicit ECC parameters (94)",
                "Firefox: SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE",
                "Go: x509: unsupported elliptic curve",
            ],
            causes: &[
                "A key on secp256k1 or a Brainpool curve.",
                "`openssl ecparam` with -param_enc explicit.",
                "RSA with 16384 bits, made for good measure: it only costs time.",
            ],
            client: "Tell the operator; the message says which kind of key it is.",
            operator: "Make a new key on P-256 (`-pkeyopt ec_paramgen_curve:P-256`) or with RSA 2048 to 4096, and a certificate for it.",
            c: "For a device of your own, `tv_add_cert` pins the certificate; the handshake itself still needs a TLS library that can use the key.",
            python: "In the `cryptography` package use `ec.generate_private_key(ec.SECP256R1())`.",
        },
    ),
    (
        Reason::WeakIssuerKey,
        Advice {
            meaning: "The key of a CA on the path is too small. Whoever breaks it can issue certificates for every host, so what it has signed proves nothing.",
            elsewhere: &[
                "OpenSSL: CA certificate key too weak (67); ca key too small",
                "Python: [SSL: CA_KEY_TOO_SMALL] ca key too small",
                "Firefox: MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE",
            ],
            causes: &[
                "A private CA with a key of 1024 bits from before 2010.",
                "An old root that public lists have dropped long ago.",
            ],
            client: "Tell the operator of the CA. No setting makes such a key safe.",
            operator: "Make a new CA with a key of P-256, P-384 or RSA 3072 and issue all certificates anew.",
            c: "`tv_add_cert` for the end entity is the only way round: then no CA matters.",
            python: "Make the new CA with `openssl req -x509 -newkey rsa:3072`, and give the new root with `cafile=`.",
        },
    ),
    (
        Reason::OddKeySize,
        Advice {
            meaning: "The chosen rule set (CABF) demands RSA keys whose size is a multiple of eight bits, and this one is not.",
            elsewhere: &["zlint: e_rsa_mod_not_multiple_of_8"],
            causes: &[
                "The modulus has lost its highest bit: some old key generators do not set it.",
                "A size was chosen by hand, 2047 or 3001 bits for example.",
            ],
            client: "Nothing is wrong with the connection itself; tell the operator.",
            operator: "Make a new key with 2048, 3072 or 4096 bits.",
            c: "The rule holds with TV_RULES_CABF only.",
            python: "`rsa.generate_private_key(65537, 2048)` makes keys of exactly this size.",
        },
    ),
    (
        Reason::BadPublicKey,
        Advice {
            meaning: "The public key in the certificate is not a well-formed key of its kind: a broken point, an even modulus or exponent, missing or wrong parameters.",
            elsewhere: &[
                "OpenSSL: unable to decode issuer public key (6)",
                "Go: x509: invalid RSA public exponent; x509: failed to unmarshal elliptic curve point",
            ],
            causes: &[
                "A home-made encoder.",
                "A compressed point on the curve, which X.509 for the web does not use.",
                "Damage in copying.",
            ],
            client: "Tell the operator; the certificate cannot be used by anybody.",
            operator: "Make the key and the certificate anew with ordinary tools.",
            c: "`tv_add_cert` pins such a certificate, but a TLS library will hardly accept its key.",
            python: "`cryptography.x509.load_der_x509_certificate(der).public_key()` raises ValueError for the same reason.",
        },
    ),
];
