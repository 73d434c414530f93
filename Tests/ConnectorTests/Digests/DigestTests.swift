import Testing

@testable import Connectors

@Suite struct DigestTests {
    @Test func `SHA-256 agrees with the vectors of FIPS 180-2`() {
        #expect(
            Digest.hex(Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Digest.hex(
                Digest.sha256(Array("abcdbcdecdefdefgefghfghighijhijk".utf8), Array("ijkljklmklmnlmnomnopnopq".utf8)))
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        #expect(
            Digest.hex(Digest.sha256()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func `a context hashes one value after another as if each were the first`() {
        let digest = SHA256Digest()
        for text in ["", "abc", "a longer text than one block of sixty-four bytes, to be sure about the padding"] {
            digest.update(text)
            #expect(digest.finish() == Digest.sha256(Array(text.utf8)))
        }
    }

    @Test func `HMAC-SHA-256 agrees with RFC 4231`() {
        let first = HMACKey(Array(repeating: 0x0B, count: 20))
        #expect(
            Digest.hex(first.code(for: Array("Hi There".utf8)))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let second = HMACKey(Array("Jefe".utf8))
        #expect(
            Digest.hex(second.code(for: Array("what do ya want for nothing?".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = HMACKey(Array(repeating: 0xAA, count: 131))
        #expect(
            Digest.hex(long.code(for: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `a key shows its length and nothing else`() {
        let key = HMACKey(Array("topsecret-topsecret".utf8))
        #expect("\(key)" == "HMACKey(19 bytes)")
        #expect("\([key])" == "[HMACKey(19 bytes)]")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(dumped == "- HMACKey(19 bytes)\n")
    }
}
