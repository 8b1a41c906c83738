//! libtlsverify: may I go on talking to this TLS peer, and if not, why?
