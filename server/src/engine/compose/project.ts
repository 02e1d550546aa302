// What a Compose file is once everything that adds to it was put together: the services, each value with its place.
import type { Place, YamlFile, YamlMap, YamlNode, YamlScalar } from '../parse/yaml/tree.ts';

/** A Compose project: the checked file with its override or base, its includes, its environment. */
export interface ComposeProject {
  /** Path of the checked file, as in the context. */
  readonly path: string;
  /** Every file that was read as Compose, the checked one among them. */
  readonly files: ReadonlyMap<string, YamlFile>;
  /** The merged file; an empty map where there is nothing. */
  readonly root: YamlMap;
  /** The project's name where it is said or follows from the folder. */
  readonly name: string | undefined;
  /** In the order in which they are first written, whatever their profiles. */
  readonly services: readonly ComposeService[];
  readonly networks: ReadonlyMap<string, ComposeTopLevel>;
  readonly volumes: ReadonlyMap<string, ComposeTopLevel>;
  readonly secrets: ReadonlyMap<string, ComposeTopLevel>;
  readonly configs: ReadonlyMap<string, ComposeTopLevel>;
  /** All that adds to it was read: what is not there is absent. */
  readonly complete: boolean;
  readonly problems: readonly ComposeProblem[];
}

/** Something that keeps Compose from loading the files, or a file that could not be looked at. */
export interface ComposeProblem {
  readonly at: Place;
  readonly message: string;
  /** `error`: Compose refuses the project. `notice`: it was not read here. */
  readonly kind: 'error' | 'notice';
  /** It would be none if Compose were given another file along with these. */
  readonly mayBeElsewhere?: true;
}

/** A network, volume, secret or config of the top level. */
export interface ComposeTopLevel {
  readonly name: string;
  readonly keyAt: Place;
  /** Undefined where nothing stands behind the name. */
  readonly node: YamlMap | undefined;
  readonly isExternal: boolean;
}

/** One service, merged. */
export interface ComposeService {
  readonly name: string;
  /** The name where the service is first written. */
  readonly keyAt: Place;
  readonly node: YamlMap;
  /** Everything that adds to the service was read: a key that is not there is absent. False also for a part that needs another file. */
  readonly complete: boolean;
  /** The files in which the service is written, the first one first. */
  readonly writtenIn: readonly string[];
  readonly image: YamlScalar | undefined;
  readonly build: ComposeBuild | undefined;
  readonly ports: readonly ComposePort[];
  readonly mounts: readonly ComposeMount[];
  readonly environment: readonly ComposeVariable[];
  readonly envFiles: readonly ComposeEnvFile[];
  readonly secrets: readonly ComposeGrant[];
  readonly configs: readonly ComposeGrant[];
  /**
   * The networks it is on; `default` where none is named. Undefined with `network_mode`.
   * `written`: what messages call one whose name is made of variables.
   */
  readonly networks:
    | readonly { readonly name: string; readonly at: Place; readonly written?: string }[]
    | undefined;
  readonly dependsOn: readonly ComposeDependency[];
  readonly healthcheck: ComposeHealthcheck | undefined;
  /** The command that stands here, if any; `[]` takes the image's away. */
  readonly command: ComposeCommand | undefined;
  readonly entrypoint: ComposeCommand | undefined;
  readonly profiles: readonly string[];
  /** The value at a path of keys: `get('deploy', 'resources', 'limits')`. */
  get(...path: readonly string[]): YamlNode | undefined;
  /** A list of texts at a key, also where one text stands alone; empty when it is absent. */
  texts(...path: readonly string[]): readonly YamlScalar[];
}

/** Compose's `command`, `entrypoint`: a text is split into words by Compose, without a shell. */
export interface ComposeCommand {
  readonly at: Place;
  readonly form: 'list' | 'text';
  /** Undefined when a part is not known. */
  readonly argv: readonly string[] | undefined;
}

export interface ComposeBuild {
  readonly at: Place;
  readonly node: YamlNode;
  /** The place of the text that names the context; undefined where it is not written. */
  readonly contextAt: Place | undefined;
  /** Relative to the project's root; undefined when it is not known, or an address. */
  readonly context: string | undefined;
  /** The Dockerfile's path; undefined when it is not known or stands inline. */
  readonly dockerfile: string | undefined;
  readonly dockerfileAt: Place | undefined;
  /** What messages call it where its path is made of variables: their values are not for logs. */
  readonly writtenDockerfile?: string;
  readonly inline: YamlScalar | undefined;
  /** Undefined for the last stage. */
  readonly target: YamlScalar | undefined;
  readonly args: readonly ComposeVariable[];
}

/** An entry of `environment` or of `build.args`. */
export interface ComposeVariable {
  readonly name: string;
  /** The whole entry. */
  readonly at: Place;
  readonly nameAt: Place;
  /** Null: taken from the environment Compose runs in. Undefined: not known. Variables are put in. */
  readonly value: string | null | undefined;
  /** Where the value is written; in `- NAME=value` the part behind `=`. */
  readonly valueAt: Place | undefined;
  /** It is made of variables, at least in part. */
  readonly isInterpolated: boolean;
  /** `map`: `NAME: value`, `list`: `- NAME=value`. */
  readonly form: 'map' | 'list';
  readonly node: YamlNode;
}

export interface ComposePort {
  readonly at: Place;
  readonly node: YamlNode;
  /** The address of the host it listens on; undefined for every address. */
  readonly hostAddress: string | undefined;
  /** First and last; undefined when Docker picks one (`"80"`). */
  readonly published: readonly [number, number] | undefined;
  readonly target: readonly [number, number];
  readonly protocol: string;
  readonly isLong: boolean;
}

export interface ComposeMount {
  readonly at: Place;
  readonly node: YamlNode;
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe' | 'cluster' | 'unknown';
  /** The host's path as written, variables put in; the volume's or image's name; undefined for none or when not known. */
  readonly source: string | undefined;
  /** For a bind whose source is relative: the path it means, relative to the project's root. */
  readonly path: string | undefined;
  /** Where it lies in the container. */
  readonly target: string | undefined;
  readonly isReadOnly: boolean;
  /** `rshared`, `shared`, …; undefined where none is said. */
  readonly propagation: string | undefined;
  /** Options of the short form (`ro`, `z`, …) or of a tmpfs (`noexec`, `size=…`). */
  readonly options: readonly string[];
  readonly isLong: boolean;
  /** The key it stands under. */
  readonly key: 'volumes' | 'tmpfs';
}

export interface ComposeEnvFile {
  readonly at: Place;
  /** Relative to the project's root; undefined when not known. */
  readonly path: string | undefined;
  /** What messages call it where the path is made of variables. */
  readonly written?: string;
  readonly isRequired: boolean;
}

/** A secret or config that a service is given. */
export interface ComposeGrant {
  readonly at: Place;
  readonly source: string | undefined;
  /** What messages call the source where it is made of variables. */
  readonly written?: string;
  /** Where it lies in the container: `/run/secrets/NAME` unless said otherwise. */
  readonly target: string | undefined;
}

export interface ComposeDependency {
  readonly name: string;
  readonly at: Place;
  /** What messages call it where the name is made of variables. */
  readonly written?: string;
  /** Undefined in the short form: `service_started`. */
  readonly condition: string | undefined;
}

export interface ComposeHealthcheck {
  readonly at: Place;
  readonly isDisabled: boolean;
  readonly testAt: Place | undefined;
  /** `shell`: a text, or a list that starts with CMD-SHELL; `exec`: a list that starts with CMD. Undefined when not known. */
  readonly test:
    | { readonly form: 'shell'; readonly script: string }
    | { readonly form: 'exec'; readonly argv: readonly string[] }
    | undefined;
}
