// Credentials that must be found nowhere but in Trivy's environment and in Docker's own configuration.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @param folder becomes Docker's configuration */
export function canaries(folder: string): {
  readonly env: Readonly<Record<string, string>>;
  /** To be looked for. */
  readonly values: readonly string[];
} {
  const value = (name: string) => `canary-${name}-Zq81`;
  const auth = Buffer.from(`alice:${value('docker')}`).toString('base64');
  mkdirSync(folder, { recursive: true });
  const docker = {
    auths: {
      'registry.example.com': { auth },
      'ghcr.io': { auth: '', identitytoken: value('identity') },
    },
  };
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(docker));
  const env = {
    DOCKER_CONFIG: folder,
    TRIVY_USERNAME: 'alice',
    TRIVY_PASSWORD: value('password'),
    TRIVY_REGISTRY_TOKEN: value('registry'),
    TRIVY_TOKEN: value('server'),
    AWS_ACCESS_KEY_ID: value('key-id'),
    AWS_SECRET_ACCESS_KEY: value('aws'),
    AZURE_CLIENT_SECRET: value('azure'),
    HTTPS_PROXY: `http://alice:${value('proxy')}@127.0.0.1:1`,
  };
  const names = ['identity', 'password', 'registry', 'server', 'key-id', 'aws', 'azure', 'proxy'];
  return { env, values: [auth, ...names.map(value)] };
}
