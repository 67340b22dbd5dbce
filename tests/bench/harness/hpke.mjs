// Forms as a phone seals them, made here: HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and
// ChaCha20-Poly1305. Written a second time from the standard, because thousands are needed at once.

import { createCipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const INFO = Buffer.from("lang-nghe record 1");
const PADDING = 256;
const KEM = Buffer.concat([Buffer.from("KEM"), Buffer.from([0, 0x20])]);
const SUITE = Buffer.concat([Buffer.from("HPKE"), Buffer.from([0, 0x20, 0, 1, 0, 3])]);
const NOTHING = Buffer.alloc(0);

const hmac = (key, ...parts) => {
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const extract = (suite, salt, label, secret) => hmac(salt, "HPKE-v1", suite, label, secret);
// One block is enough for every length that is asked for here.
const expand = (suite, key, label, info, length) =>
  hmac(key, Buffer.from([0, length]), "HPKE-v1", suite, label, info, Buffer.from([1])).subarray(0, length);

const raw = (key) => Buffer.from(key.export({ format: "jwk" }).x, "base64url");

// What is the same for every form.
const CONTEXT = Buffer.concat([
  Buffer.from([0]),
  extract(SUITE, NOTHING, "psk_id_hash", NOTHING),
  extract(SUITE, NOTHING, "info_hash", INFO),
]);

/** The public key of a campaign, from the data folder of its hub. */
export const keyOf = (data, campaign) => {
  const secret = Buffer.from(readFileSync(join(data, "keys", `${campaign}.key`), "utf8").trim(), "hex");
  const head = Buffer.from("302e020100300506032b656e04220420", "hex");
  return createPublicKey(createPrivateKey({ key: Buffer.concat([head, secret]), format: "der", type: "pkcs8" }));
};

const sealBytes = (key, label, plain) => {
  const own = generateKeyPairSync("x25519");
  const encapsulated = raw(own.publicKey);
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey: key });
  const both = Buffer.concat([encapsulated, raw(key)]);
  const agreed = expand(KEM, extract(KEM, NOTHING, "eae_prk", shared), "shared_secret", both, 32);
  const secret = extract(SUITE, agreed, "secret", NOTHING);
  const cipher = createCipheriv(
    "chacha20-poly1305",
    expand(SUITE, secret, "key", CONTEXT, 32),
    expand(SUITE, secret, "base_nonce", CONTEXT, 12),
    { authTagLength: 16 },
  );
  cipher.setAAD(label, { plaintextLength: plain.length });
  return Buffer.concat([encapsulated, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** A record sealed as it travels to the hub; it gets an id here. */
export const sealed = (key, record) => {
  const id = randomBytes(16).toString("hex");
  const json = Buffer.from(JSON.stringify({ ...record, id }));
  const plain = Buffer.concat([json, Buffer.alloc((PADDING - (json.length % PADDING)) % PADDING, " ")]);
  const bytes = sealBytes(key, Buffer.from(`${record.campaign}\n${id}`), plain);
  return { id, campaign: record.campaign, sealed: bytes.toString("base64") };
};
