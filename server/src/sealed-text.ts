// A text that only its receiver can read: how the token of a Trivy server crosses the connection between the editor and
// the language server, whose messages VS Code writes to a log when the user traces them.
import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** All in base64. */
export interface SealedText {
  /** The sender's key for this one text: X25519, SubjectPublicKeyInfo. */
  readonly key: string;
  readonly nonce: string;
  /** AES-256-GCM, its tag at the end. */
  readonly data: string;
}

const tagLength = 16;

/** A receiver of one or more texts; its secret never leaves the process. */
export class SealReceiver {
  private readonly pair = generateKeyPairSync('x25519');

  /** For the sender: SubjectPublicKeyInfo in base64. */
  get publicKey(): string {
    return this.pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  }

  /** Throws where the text was sealed for someone else, or changed. */
  open({ key, nonce, data }: SealedText): string {
    const secret = sharedKey(this.pair.privateKey, publicKeyOf(key));
    const bytes = Buffer.from(data, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(nonce, 'base64'), {
      authTagLength: tagLength,
    });
    decipher.setAuthTag(bytes.subarray(-tagLength));
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()]);
    return text.toString('utf8');
  }
}

/** @param publicKey of the receiver */
export function sealText(text: string, publicKey: string): SealedText {
  const { publicKey: own, privateKey } = generateKeyPairSync('x25519');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sharedKey(privateKey, publicKeyOf(publicKey)), nonce, {
    authTagLength: tagLength,
  });
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    key: own.export({ type: 'spki', format: 'der' }).toString('base64'),
    nonce: nonce.toString('base64'),
    data: data.toString('base64'),
  };
}

function publicKeyOf(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), type: 'spki', format: 'der' });
}

function sharedKey(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const secret = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', secret, '', 'plimsoll sealed text', 32));
}
