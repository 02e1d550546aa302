// The groups that a distribution's minimal image has, as far as they are the same in every release.
import type { ImageFacts } from './facts.ts';

interface GroupFamily {
  /** Name to number: in every release. */
  readonly certain: ReadonlyMap<string, number>;
  /** In some releases. */
  readonly possible: ReadonlySet<string>;
}

/** `root:0 bin:1` as a map. */
function table(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split(/\s+/).map((entry) => [entry.slice(0, entry.indexOf(':')), Number(entry.split(':')[1])]),
  );
}

// Source: group.master of base-passwd 3.6.1 (Debian 12), the same in Debian 11 and 13 but for what `possible` names.
const debian: GroupFamily = {
  certain: table(
    `root:0 daemon:1 bin:2 sys:3 adm:4 tty:5 disk:6 lp:7 mail:8 news:9 uucp:10 man:12 proxy:13 kmem:15 dialout:20 fax:21 voice:22
    cdrom:24 floppy:25 tape:26 sudo:27 audio:29 dip:30 www-data:33 backup:34 operator:37 list:38 irc:39 src:40 shadow:42 utmp:43 video:44
    sasl:45 plugdev:46 staff:50 games:60 users:100 nogroup:65534`,
  ),
  possible: new Set(
    `gnats clock input kvm render sgx crontab messagebus netdev admin lxd ssh _ssh ssl-cert systemd-journal systemd-network systemd-resolve
    systemd-timesync adduser ubuntu`.split(/\s+/),
  ),
};

// Source: the group file of alpine-baselayout, 3.6 to 3.24; names that left or came in between are `possible`.
const alpine: GroupFamily = {
  certain: table(
    `root:0 bin:1 daemon:2 sys:3 adm:4 tty:5 disk:6 lp:7 kmem:9 wheel:10 floppy:11 mail:12 news:13 uucp:14 cron:16 audio:18 cdrom:19
    dialout:20 ftp:21 sshd:22 input:23 tape:26 video:27 netdev:28 kvm:34 games:35 shadow:42 www-data:82 users:100 ntp:123 abuild:300 utmp:406
    ping:999 nogroup:65533 nobody:65534`,
  ),
  possible: new Set(
    `mem console man squid xfs cdrw usb vpopmail nofiles smmsp locate cyrus postmaster at guest postgres readproc proc plugdev rtkit
    avahi messagebus sync shutdown halt operator`.split(/\s+/),
  ),
};

function familyOf(facts: ImageFacts | undefined): GroupFamily | undefined {
  // Only an image that is made of the distribution's own has the distribution's accounts.
  if (!facts?.users?.some(({ name }) => name === 'daemon')) return undefined;
  if (facts.distro === 'debian' || facts.distro === 'ubuntu') return debian;
  return facts.distro === 'alpine' ? alpine : undefined;
}

/** The groups that an image certainly has, with their numbers, and whether they are all but for `mayHaveGroup`. */
export function groupsOfImage(facts: ImageFacts | undefined): {
  readonly groups: ReadonlyMap<string, number | undefined>;
  readonly complete: boolean;
} {
  const family = familyOf(facts);
  const groups = new Map<string, number | undefined>(family?.certain);
  const numbers = new Set(groups.values());
  for (const { name, uid, gid } of family ? (facts?.users ?? []) : []) {
    // An account that has a number of its own for its group has a group of its own name.
    if (uid === undefined || uid < 100 || gid !== uid || numbers.has(gid) || groups.has(name)) continue;
    groups.set(name, gid);
  }
  const empty = facts?.id === 'scratch';
  return { groups, complete: empty || (family !== undefined && facts?.usersComplete === true) };
}

/** Whether some release that the image may be has a group of this name. */
export function mayHaveGroup(facts: ImageFacts | undefined, name: string): boolean {
  const family = familyOf(facts);
  if (family?.possible.has(name)) return true;
  if (facts?.possibleUsers?.includes(name)) return true;
  const user = facts?.users?.find((each) => each.name === name);
  if (!user) return false;
  // Where its own group is another one, such as Debian's `nobody` in `nogroup`, there is none of its name.
  return user.gid === undefined || ![...(family?.certain.values() ?? [])].includes(user.gid);
}
