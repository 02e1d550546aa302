// The authorities whose certificates are trusted: the built-in ones, and those that the environment or Docker adds.
import { X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { readSmallFile } from '../workspace/read.ts';
import { dockerFolder } from './docker-config.ts';

const largestFile = 8 * 1024 * 1024;
const mostFiles = 500;
const mostCertificates = 2000;

/**
 * The certificates of authorities in PEM; undefined: those that Node.js has are enough. NODE_EXTRA_CA_CERTS, SSL_CERT_FILE and
 * SSL_CERT_DIR add to them, and for one registry `certs.d/HOST/*.crt` of Docker. A file that cannot be read adds nothing.
 * Source of the folders: Docker's documentation, “Verify repository client with certificates”.
 * @param host with the port that the reference names: `registry.example.com:5000`
 */
export function authoritiesFor(
  host: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  const files = [env['NODE_EXTRA_CA_CERTS'], env['SSL_CERT_FILE']].filter(
    (file) => file !== undefined && file !== '',
  );
  const folders = (env['SSL_CERT_DIR'] ?? '').split(process.platform === 'win32' ? ';' : ':').slice(0, 20);
  // A colon is no character of a folder's name on Windows, where Docker leaves it out.
  const place = process.platform === 'win32' ? host.replaceAll(':', '') : host;
  // A host has no slash, so that this names a folder in `certs.d`; `..` is no host.
  const ofDocker = ['/etc/docker', dockerFolder(env)].map((folder) => join(folder, 'certs.d', place));
  const all = [
    ...files.map((file) => file!),
    ...folders
      .filter((folder) => folder !== '')
      .flatMap((folder) => filesIn(folder, /\.(?:crt|pem|cer|\d)$/i)),
    ...(/^[\w.:[\]-]+$/.test(host) && /\w/.test(host)
      ? ofDocker.flatMap((folder) => filesIn(folder, /\.crt$/))
      : []),
  ];
  const added = [...new Set(all)].flatMap(certificatesIn).slice(0, mostCertificates);
  return added.length === 0 ? undefined : [...builtIn(), ...added];
}

function filesIn(folder: string, name: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => name.test(file))
      .sort()
      .slice(0, mostFiles)
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

function certificatesIn(file: string): string[] {
  const text = readSmallFile(file, largestFile) ?? '';
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.filter((block) => {
    try {
      return new X509Certificate(block).raw.length > 0;
    } catch {
      return false;
    }
  });
}

/** Newer versions of Node.js can also take the system's. */
function builtIn(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}
