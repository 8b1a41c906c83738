package tlsverify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"testing"
	"time"
)

// authority is a CA of the tests.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	template := &x509.Certificate{
		Subject:  pkix.Name{CommonName: "A root of the tests"},
		IsCA:     true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,

		BasicConstraintsValid: true,
	}
	certificate, key := issue(t, template, nil)
	return &authority{certificate: certificate, key: key}
}

// identity is a certificate for good.test and 127.0.0.1, for servers or for clients.
func (a *authority) identity(t *testing.T, usage x509.ExtKeyUsage) tls.Certificate {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: "good.test"},
		DNSNames:    []string{"good.test"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{usage},
	}
	certificate, key := issue(t, template, a)
	return tls.Certificate{Certificate: [][]byte{certificate.Raw}, PrivateKey: key}
}

// list is a revocation list of this CA with these certificates on it.
func (a *authority) list(t *testing.T, revoked ...[]byte) []byte {
	t.Helper()
	template := &x509.RevocationList{
		Number:     big.NewInt(1),
		ThisUpdate: time.Now().Add(-time.Hour),
		NextUpdate: time.Now().Add(time.Hour),
	}
	for _, der := range revoked {
		certificate, err := x509.ParseCertificate(der)
		noError(t, err)
		entry := pkix.RevokedCertificate{SerialNumber: certificate.SerialNumber, RevocationTime: time.Now()}
		template.RevokedCertificates = append(template.RevokedCertificates, entry)
	}
	der, err := x509.CreateRevocationList(rand.Reader, template, a.certificate, a.key)
	noError(t, err)
	return der
}

// trusting is a context that trusts this CA and nothing else.
func (a *authority) trusting(t *testing.T) *Context {
	trust := New()
	noError(t, trust.UseMozillaRoots(false))
	noError(t, trust.AddRoot(a.certificate.Raw))
	return trust
}

func issue(t *testing.T, template *x509.Certificate, issuer *authority) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	noError(t, err)
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = time.Now().Add(time.Hour)
	if issuer == nil {
		issuer = &authority{certificate: template, key: key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, &key.PublicKey, issuer.key)
	noError(t, err)
	certificate, err := x509.ParseCertificate(der)
	noError(t, err)
	return certificate, key
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
