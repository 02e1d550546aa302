// A container engine with the images of a suite, and Plimsoll's server with the real Trivy and that engine.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from 'mocha';
import * as vscode from 'vscode';
import { type DockerEngine, startDockerEngine } from '../../scripts/parts/docker.ts';
import { plimsoll } from './editor.ts';
import { needPart } from './parts.ts';

/**
 * Skips the suite where a part is missing.
 * @param place an absolute path of an empty folder
 * @param load makes the images
 */
export async function startScanning(
  context: Context,
  place: string,
  load: (engine: DockerEngine, place: string) => Promise<void>,
): Promise<DockerEngine> {
  const [trivy, cache] = [needPart(context, 'trivy'), needPart(context, 'trivy-cache')];
  const engine = await startDockerEngine(needPart(context, 'dockerd'), needPart(context, 'docker'));
  try {
    await load(engine, place);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  symlinkSync(trivy, join(place, 'trivy'));
  // The server takes its environment from here when it starts.
  process.env['PATH'] = `${place}:${process.env['PATH']}`;
  process.env['DOCKER_HOST'] = engine.host;
  process.env['TRIVY_CACHE_DIR'] = cache;
  await plimsoll();
  await vscode.commands.executeCommand('plimsoll.restartServer');
  return engine;
}
