import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The one kind of OpenPGP message (RFC 4880) that PostgreSQL's pgp_sym_encrypt makes with `cipher-algo=aes256`: a key
 * derived from a pass phrase, one encrypted packet with its SHA-1 check, text inside. What either side writes the other
 * reads, so that the pass phrase need not be sent to the server.
 */
const aes256 = 9;
const sha1 = 2;
const iterated = 3;
const packet = { sessionKey: 3, literal: 11, encrypted: 18, check: 19 } as const;
const block = 16;

export function pgpEncrypt(plain: string, passphrase: string): Buffer {
  const salt = randomBytes(8);
  // Count 0 is 1024 bytes: the pass phrase is a random key, which stretching does not make better.
  const head = Buffer.from([4, aes256, iterated, sha1, ...salt, 0]);
  const literal = Buffer.concat([Buffer.from(['t'.charCodeAt(0), 0, 0, 0, 0, 0]), Buffer.from(plain, 'utf8')]);
  const start = randomBytes(block);
  const body = Buffer.concat([start, start.subarray(block - 2), framed(packet.literal, literal)]);
  const checked = Buffer.concat([body, Buffer.from([0xc0 | packet.check, 20])]);
  const digest = createHash('sha1').update(checked).digest();
  const cipher = createCipheriv('aes-256-cfb', derivedKey(passphrase, salt, 0), Buffer.alloc(block));
  const encrypted = Buffer.concat([Buffer.from([1]), cipher.update(checked), cipher.update(digest), cipher.final()]);
  return Buffer.concat([framed(packet.sessionKey, head), framed(packet.encrypted, encrypted)]);
}

/** @returns undefined when the pass phrase is another, or the message is none of ours */
export function pgpDecrypt(message: Buffer, passphrase: string): string | undefined {
  const [head, sealed] = packets(message);
  if (head?.tag !== packet.sessionKey || sealed?.tag !== packet.encrypted || sealed.body[0] !== 1) return undefined;
  const [version, cipher, mode, digest] = head.body;
  if (version !== 4 || cipher !== aes256 || mode !== iterated || digest !== sha1 || head.body.length !== 13) {
    return undefined;
  }
  const key = derivedKey(passphrase, head.body.subarray(4, 12), head.body[12] ?? 0);
  const decipher = createDecipheriv('aes-256-cfb', key, Buffer.alloc(block));
  const open = Buffer.concat([decipher.update(sealed.body.subarray(1)), decipher.final()]);
  if (open.length < block + 2 + 22) return undefined;
  const told = open.subarray(-20);
  if (!timingSafeEqual(told, createHash('sha1').update(open.subarray(0, -20)).digest())) return undefined;
  const [literal] = packets(open.subarray(block + 2, -22));
  if (literal?.tag !== packet.literal) return undefined;
  const nameLength = literal.body[1] ?? 0;
  return literal.body.subarray(2 + nameLength + 4).toString('utf8');
}

/** Iterated and salted: salt and pass phrase over and over, each further hash begun with one more zero byte. */
function derivedKey(passphrase: string, salt: Buffer, coded: number): Buffer {
  const unit = Buffer.concat([salt, Buffer.from(passphrase, 'utf8')]);
  const count = Math.max((16 + (coded & 15)) << ((coded >> 4) + 6), unit.length);
  const repeated = Buffer.alloc(count, unit);
  const part = (zeros: number) => createHash('sha1').update(Buffer.alloc(zeros)).update(repeated).digest();
  return Buffer.concat([part(0), part(1)]).subarray(0, 32);
}

function framed(tag: number, body: Buffer): Buffer {
  const length = body.length;
  const coded =
    length < 192 ? [length] : length < 8384 ? [((length - 192) >> 8) + 192, (length - 192) & 255] : undefined;
  if (!coded) throw new RangeError('that is too long for a telephone number');
  return Buffer.concat([Buffer.from([0xc0 | tag, ...coded]), body]);
}

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** Packets with the new kind of header and a length known beforehand, as both sides write them for short texts. */
function packets(bytes: Buffer): Packet[] {
  const found: Packet[] = [];
  for (let at = 0; at < bytes.length;) {
    const [first = 0, length = 255, second = 0] = bytes.subarray(at);
    if ((first & 0xc0) !== 0xc0 || length >= 224) return [];
    const size = length < 192 ? length : ((length - 192) << 8) + second + 192;
    const from = at + (length < 192 ? 2 : 3);
    if (from + size > bytes.length) return [];
    found.push({ tag: first & 0x3f, body: bytes.subarray(from, from + size) });
    at = from + size;
  }
  return found;
}
