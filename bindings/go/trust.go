package tlsverify

// #include <stdlib.h>
// #include <tlsverify.h>
import "C"

import (
	"bytes"
	"errors"
	"unsafe"
)

// AddCert trusts exactly this end entity certificate, in DER, for a host. Its dates are still enforced.
func (c *Context) AddCert(host string, der []byte) error {
	if host == "" {
		return errors.New("tlsverify: AddCert needs a host; AddCertForAnyHost needs none")
	}
	return c.withString(host, "tv_add_cert", func(handle *C.tv_context, name *C.char) C.tv_status {
		data, length := octets(der)
		return C.tv_add_cert(handle, name, data, length)
	})
}

// AddCertForAnyHost trusts exactly this end entity certificate, in DER, whatever host is wanted.
func (c *Context) AddCertForAnyHost(der []byte) error {
	return c.change("tv_add_cert", func(handle *C.tv_context) C.tv_status {
		data, length := octets(der)
		return C.tv_add_cert(handle, nil, data, length)
	})
}

// AddRoot trusts one CA certificate, in DER.
func (c *Context) AddRoot(der []byte) error {
	return c.change("tv_add_root", func(handle *C.tv_context) C.tv_status {
		data, length := octets(der)
		return C.tv_add_root(handle, data, length)
	})
}

// AddRootsPEM trusts the CA certificates in PEM text, and says how many it trusts. Those that cannot be trust anchors are
// passed over and logged; it is an error if none is left.
func (c *Context) AddRootsPEM(pem []byte) (int, error) {
	var added C.size_t
	err := c.change("tv_add_roots_pem", func(handle *C.tv_context) C.tv_status {
		data, length := octets(pem)
		return C.tv_add_roots_pem(handle, data, length, &added)
	})
	return int(added), err
}

// AddRootsFile trusts the CA certificates in a file of PEM text, or of one DER certificate.
func (c *Context) AddRootsFile(path string) (int, error) {
	var added C.size_t
	err := c.withString(path, "tv_add_roots_file", func(handle *C.tv_context, name *C.char) C.tv_status {
		return C.tv_add_roots_file(handle, name, &added)
	})
	return int(added), err
}

// AddSystemRoots trusts the roots of the operating system as they are now.
func (c *Context) AddSystemRoots() (int, error) {
	var added C.size_t
	err := c.change("tv_add_system_roots", func(handle *C.tv_context) C.tv_status {
		return C.tv_add_system_roots(handle, &added)
	})
	return int(added), err
}

// UseMozillaRoots turns the bundled roots on or off.
func (c *Context) UseMozillaRoots(on bool) error {
	var number C.int32_t
	if on {
		number = 1
	}
	return c.change("tv_use_mozilla_roots", func(handle *C.tv_context) C.tv_status {
		return C.tv_use_mozilla_roots(handle, number)
	})
}

// AddIntermediates adds certificates in DER that peers may have left out. They are not trusted, only tried.
func (c *Context) AddIntermediates(certificates ...[]byte) error {
	return c.change("tv_add_intermediates", func(handle *C.tv_context) C.tv_status {
		data, length := octets(bytes.Join(certificates, nil))
		return C.tv_add_intermediates(handle, data, length)
	})
}

// Distrust blocks a certificate, or every certificate with a key, by the SHA-256 of the certificate or of its
// SubjectPublicKeyInfo. Nothing overrides it.
func (c *Context) Distrust(sha256 [32]byte) error {
	return c.change("tv_distrust", func(handle *C.tv_context) C.tv_status {
		data, length := octets(sha256[:])
		return C.tv_distrust(handle, data, length)
	})
}

func (c *Context) withString(text, call string, change func(*C.tv_context, *C.char) C.tv_status) error {
	copied, err := cString(text)
	if err != nil {
		return err
	}
	defer C.free(unsafe.Pointer(copied))
	return c.change(call, func(handle *C.tv_context) C.tv_status { return change(handle, copied) })
}
