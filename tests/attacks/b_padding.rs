//! Family B, signatures: RSA padding that is looser than it has to be, or of another form.

use tlsverify_forge::{Hash, Key, der};

use crate::b_signatures::signed;
use crate::scene::{Ca, EndEntity, Scene};

const BAD: &str = "BAD_SIGNATURE";

/// An end entity that an RSA key with exponent 3 signs: whatever block `pad` makes of the digest.
fn padded(pad: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Scene {
    let key = Key::rsa("2048-e3");
    Scene::new()
        .with(Ca, |c| c.key(&key))
        .edited(EndEntity, move |issued| {
            let block = pad(&Hash::Sha256.digest(&issued.tbs()));
            assert_eq!(block.len(), 256);
            signed(issued, &Key::rsa("2048-e3").sign_block(&block))
        })
}

fn digest_info(digest: &[u8]) -> Vec<u8> {
    der::sequence(&[Hash::Sha256.identifier(), der::octet_string(digest)])
}

/// `00 kind padding... 00 info`, as long as the modulus, then `after`.
fn block(kind: u8, padding: usize, info: &[u8], after: u8) -> Vec<u8> {
    let mut block = [&[0, kind][..], &vec![0xff; padding], &[0], info].concat();
    block.resize(256, after);
    block
}

/// The right block for this DigestInfo.
fn full(info: &[u8]) -> Vec<u8> {
    block(1, 256 - 3 - info.len(), info, 0)
}

#[test]
fn b02_padding_with_room_for_anything_else_is_a_bad_signature() {
    padded(|digest| full(&digest_info(digest))).accepted();
    // Something after the digest: with exponent 3 it makes room for a cube.
    padded(|digest| block(1, 8, &digest_info(digest), 0)).refused(BAD, 0);
    padded(|digest| block(1, 8, &digest_info(digest), 0xff)).refused(BAD, 0);
    padded(|digest| block(1, 0, &digest_info(digest), 0x5a)).refused(BAD, 0);
    padded(|digest| block(1, 201, &digest_info(digest), 0x5a)).refused(BAD, 0);
    // Something inside it: after the digest, in the parameters, in lengths longer than they need to be.
    padded(|digest| {
        full(&der::sequence(&[
            Hash::Sha256.identifier(),
            der::octet_string(digest),
            der::octet_string(&[7; 100]),
        ]))
    })
    .refused(BAD, 0);
    padded(|digest| {
        let hash = der::sequence(&[
            der::oid("2.16.840.1.101.3.4.2.1"),
            der::octet_string(&[7; 150]),
        ]);
        full(&der::sequence(&[hash, der::octet_string(digest)]))
    })
    .refused(BAD, 0);
    padded(|digest| {
        let long = der::tlv_with_length(0x04, &[0x81, 32], digest);
        full(&der::sequence(&[Hash::Sha256.identifier(), long]))
    })
    .refused(BAD, 0);
    padded(|digest| {
        let hidden = [&[0x80 | 120][..], &[7; 120]].concat();
        let contents = [Hash::Sha256.identifier(), der::octet_string(digest)].concat();
        full(&der::tlv_with_length(0x30, &hidden, &contents))
    })
    .refused(BAD, 0);
}

#[test]
fn b03_padding_of_another_form_is_a_bad_signature() {
    let full_of = |info: fn(&[u8]) -> Vec<u8>| padded(move |digest| full(&info(digest)));
    // Without NULL, of another hash, of a digest cut short, without a DigestInfo at all.
    full_of(|digest| {
        let hash = der::sequence(&[der::oid("2.16.840.1.101.3.4.2.1")]);
        der::sequence(&[hash, der::octet_string(digest)])
    })
    .refused(BAD, 0);
    full_of(|digest| der::sequence(&[Hash::Sha384.identifier(), der::octet_string(digest)]))
        .refused(BAD, 0);
    full_of(|digest| der::sequence(&[Hash::Sha1.identifier(), der::octet_string(&digest[..20])]))
        .refused(BAD, 0);
    full_of(|digest| der::sequence(&[Hash::Sha256.identifier(), der::octet_string(&digest[..31])]))
        .refused(BAD, 0);
    full_of(|_| der::sequence(&[Hash::Sha256.identifier(), der::octet_string(&[])]))
        .refused(BAD, 0);
    full_of(<[u8]>::to_vec).refused(BAD, 0);
    // Other block types, holes in the padding, padding cut short by zeros.
    for kind in [0, 2] {
        padded(move |digest| {
            let info = digest_info(digest);
            block(kind, 256 - 3 - info.len(), &info, 0)
        })
        .refused(BAD, 0);
    }
    for (place, octet) in [(2, 0xfe), (100, 0), (100, 0x7f), (204, 1)] {
        padded(move |digest| {
            let mut block = full(&digest_info(digest));
            assert!(matches!(block[place], 0xff | 0));
            block[place] = octet;
            block
        })
        .refused(BAD, 0);
    }
    padded(|digest| {
        let info = digest_info(digest);
        [
            vec![0; 100],
            vec![1],
            vec![0xff; 256 - 102 - info.len()],
            vec![0],
            info,
        ]
        .concat()
    })
    .refused(BAD, 0);
}
