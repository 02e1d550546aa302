// What can be known of the image of a server: its ports, how it starts, what it writes, which secrets it reads from files.

/** What the server is for. Databases, caches, brokers and admin interfaces are not meant for everybody's network. */
export type ServerKind =
  | 'database'
  | 'cache'
  | 'broker'
  | 'search'
  | 'coordination'
  | 'storage'
  | 'secrets'
  | 'web'
  | 'proxy'
  | 'admin'
  | 'monitoring'
  | 'application';

/** A capability by Docker's name, without `CAP_`. */
export type Capability =
  | 'CHOWN'
  | 'DAC_OVERRIDE'
  | 'FOWNER'
  | 'SETGID'
  | 'SETPCAP'
  | 'SETUID'
  | 'NET_BIND_SERVICE';

/** A capability that the usual start, as root, needs when all were dropped. */
export interface NeededCapability {
  readonly name: Capability;
  /** A clause for a comment, without a full stop: `gives the data folder to postgres`. */
  readonly why: string;
  /**
   * When it is missed. `first start`: with a volume that is empty; `later starts`: with one that was used before;
   * `mounted folder`: only where a folder of the host or a tmpfs lies over the data, for it may belong to another account;
   * `host network`: only there, because Docker lets every account of a container open ports below 1024 in a network of its own.
   */
  readonly needed: 'every start' | 'first start' | 'later starts' | 'foreign folder' | 'host network';
}

/** A path outside the data volumes that the server writes: with `read_only: true` it needs a tmpfs. */
export interface WrittenPath {
  /** Absolute, in the container. */
  readonly path: string;
  readonly why: string;
  /** `start`: it does not start without. `use`: it starts, but something that people do with it fails. */
  readonly missedAt: 'start' | 'use';
  /** Options of the tmpfs for a start without `user:`, as in `tmpfs: PATH:OPTIONS`; most need none. */
  readonly options?: string;
  /** The same where `user:` names the account of `user`; absent: the same as `options`. */
  readonly optionsAsUser?: string;
}

/** How the image's main process gets its account. */
export type StartsAs =
  /** Starts as root; the entrypoint gives the server to `account` by `program`. */
  | { readonly how: 'steps down'; readonly account: string; readonly program: StepsDownBy }
  /** Root binds and reads; child processes or the server's own code switch to `account`. */
  | { readonly how: 'drops itself'; readonly account: string }
  /** The image's USER; `uid` where it is certain. */
  | { readonly how: 'user'; readonly account: string; readonly uid?: number }
  /** Root, from start to end. */
  | { readonly how: 'root' };

export type StepsDownBy = 'gosu' | 'su-exec' | 'setpriv' | 'chroot' | 'clickhouse su';

/** Variables whose `…_FILE` twin the image reads, so that the secret can lie in a file. */
export interface FileVariables {
  /** Whole names. Where the image takes any name of a kind, `pattern` says which. */
  readonly names?: readonly string[];
  /** The start of all names that can be given so: `GF_`. */
  readonly prefix?: string;
  /** What the name gets added: `_FILE`, `__FILE`. */
  readonly suffix: string;
}

/** A variable that switches authentication off. */
export interface OpeningVariable {
  readonly name: string;
  /** The values that do it, in lower case; absent: any value that is not empty. */
  readonly values?: readonly string[];
  /** What it opens: a clause without a full stop. */
  readonly says: string;
}

/** A check that the image's own tools can do. Times are Compose's. */
export interface KnownHealthcheck {
  /** As in `healthcheck.test`: starts with `CMD` or `CMD-SHELL`. `$` is not doubled for Compose. */
  readonly test: readonly [form: 'CMD' | 'CMD-SHELL', ...words: string[]];
  /** What is to be known about it, such as that it asks for no password. */
  readonly note?: string;
}

/** Everything absent is unknown; an empty list is known to be empty. */
export interface ServerFacts {
  /** Ports on which the server serves its clients, which are programs of the same project: not for every interface. */
  readonly servicePorts?: readonly number[];
  /** Ports of admin interfaces and of protocols between the members of a cluster. */
  readonly adminPorts?: readonly number[];
  readonly startsAs?: StartsAs;
  /**
   * For the usual start (no `user:`), with `cap_drop: [ALL]`. None is outside Docker's default set. With `user:` of another account
   * than root it needs none of them, but see `programCapabilities`.
   */
  readonly capabilities?: readonly NeededCapability[];
  /**
   * Those that the image's program carries in its file (`setcap …+ep`): the kernel refuses to start it when they were dropped,
   * whoever starts it. They are also in `capabilities`.
   */
  readonly programCapabilities?: readonly NeededCapability[];
  /** A value of `user:` that the image supports, in numbers: `999:999`. Data volumes must belong to it. */
  readonly user?: string;
  /** Volumes that the image declares, or where its data lies: they stay writable. */
  readonly data?: readonly string[];
  /** Those of `data` that the image declares no volume, and without which the server does not start. */
  readonly dataInNoVolume?: readonly string[];
  /** Known in full: with a volume or tmpfs on `data` and a tmpfs on these, the server starts with `read_only: true`. */
  readonly writes?: readonly WrittenPath[];
  /** With one of these it writes elsewhere too, so that `writes` does not hold: paths where something is mounted, variables that are set. */
  readonly writesMoreWith?: { readonly mounts?: readonly string[]; readonly variables?: readonly string[] };
  readonly fileVariables?: readonly FileVariables[];
  /** Variables with secrets that have no `…_FILE` twin: that is known, not just unsaid. */
  readonly noFileVariables?: readonly string[];
  /** Variables that hold a secret, also where their names don't show it. */
  readonly secretVariables?: readonly string[];
  readonly openingVariables?: readonly OpeningVariable[];
  readonly healthcheck?: KnownHealthcheck;
}

export type FactName = keyof ServerFacts;

/** Where facts were read. */
export interface FactSource {
  /** Absent: all the facts of the entry that no other source names. */
  readonly facts?: readonly FactName[];
  readonly url: string;
  /** The version or commit, and its day: `6edb0a8c4d of 2026-02-26`. */
  readonly read: string;
}

/** What holds for some tags only. */
export interface ServerVariant {
  /** Major and minor version from which on it holds (`18`, `10.6`); absent: from the first. */
  readonly from?: string;
  /** First version for which it no longer holds. */
  readonly below?: string;
  /** `alpine`: tags with that word; `default`: tags without. Absent: both. */
  readonly flavour?: 'alpine' | 'default';
  readonly facts: ServerFacts;
}

/** One server with the images that hold it. */
export interface KnownServer {
  /** As people call it: `PostgreSQL`. */
  readonly name: string;
  /** Registry and repository: `docker.io/library/postgres`. */
  readonly images: readonly string[];
  readonly kind: ServerKind;
  /** Where a tag says the server's version: at its start, or behind `pg` (`2.17-pg16`). Default: at its start. */
  readonly versionBehind?: 'pg';
  readonly facts: ServerFacts;
  /** Later ones win. A tag without a version (`latest`, a digest) takes none that asks for one. */
  readonly variants?: readonly ServerVariant[];
  readonly sources: readonly FactSource[];
  /** The facts that test/docker/compose tries in a Docker engine, on an image made to start as this one does. */
  readonly tried?: readonly FactName[];
}

/** The facts of one image, with what its tag says. */
export interface ServerImage extends ServerFacts {
  readonly server: KnownServer;
  readonly name: string;
  readonly kind: ServerKind;
}
