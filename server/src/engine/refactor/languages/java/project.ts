// What the project's own build files tell: the names of what is built, whether it runs alone, for which Java it is made.
import type { StageFiles } from '../../stage-files.ts';
import { type Pom, readPom } from './pom.ts';

/** The pom.xml in a folder of the stage; undefined where it is not known. */
export function pomIn(files: StageFiles, folder: string): Pom | undefined {
  const text = files.text(`${folder === '/' ? '' : folder}/pom.xml`);
  return text === undefined ? undefined : readPom(text);
}

/** The text of a Gradle build file in a folder of the stage. */
export function gradleIn(files: StageFiles, folder: string): string | undefined {
  const place = folder === '/' ? '' : folder;
  return files.text(`${place}/build.gradle`) ?? files.text(`${place}/build.gradle.kts`);
}

/** The lowest Java that Maven builds for, where one pom.xml of the project says it: the program runs on that one. */
export function projectLevel(files: StageFiles): number | undefined {
  const folders = [...new Set([files.directory, ...files.copied.map(({ target }) => target)])];
  for (const folder of folders) {
    const pom =
      folder === undefined
        ? undefined
        : (pomIn(files, folder) ?? pomIn(files, folder.slice(0, folder.lastIndexOf('/')) || '/'));
    if (!pom) continue;
    // `java.version` counts in Spring Boot's parent only.
    const level =
      pom.properties.get('maven.compiler.release') ??
      (pom.springParent ? pom.properties.get('java.version') : undefined) ??
      pom.properties.get('maven.compiler.target');
    const major = /^(?:1\.)?(\d{1,2})$/.exec(level ?? '')?.[1];
    if (major !== undefined) return Number(major);
  }
  return undefined;
}

/**
 * Whether the jar in this folder of build results runs without other files of the build: the build file is known and puts nothing on
 * the class path of the jar's manifest. Undefined where the build files are not known.
 */
export function runsAlone(files: StageFiles, jar: string): boolean | undefined {
  const name = jar.slice(jar.lastIndexOf('/') + 1);
  if (/(-jar-with-dependencies|-all|-fat|-uber|-shaded)\.jar$/.test(name)) return true;
  const folder = jar.slice(0, jar.lastIndexOf('/'));
  if (/\/target$/.test(folder)) {
    const known: Pom[] = [];
    for (let place = folder.slice(0, -'/target'.length); ; place = place.slice(0, place.lastIndexOf('/'))) {
      const pom = pomIn(files, place === '' ? '/' : place);
      if (!pom) break;
      known.push(pom);
      if (place === '') break;
    }
    return known.length === 0 ? undefined : !known.some(({ hasClassPath }) => hasClassPath);
  }
  if (/\/build\/libs$/.test(folder)) {
    const text = gradleIn(files, folder.slice(0, -'/build/libs'.length) || '/');
    return text === undefined ? undefined : !/Class-Path|quarkus|classpath\s*=|thinJar/i.test(text);
  }
  return undefined;
}
