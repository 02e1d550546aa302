// Which steps may read a variable from their environment.
import { commandsOf } from '../model/commands.ts';
import type { Model } from '../model/model.ts';
import type { Instruction } from '../parse/syntax.ts';

/** Programs that do the same whatever a variable holds that is no setting of theirs. */
const deaf: ReadonlySet<string> = new Set(
  (
    'apt apt-get apt-key add-apt-repository apk yum dnf microdnf tdnf zypper dpkg rpm rpmkeys gpg mkdir rm rmdir mv cp ln chmod chown ' +
    'chgrp touch install test [ true false : cd set echo printf useradd groupadd adduser addgroup usermod groupmod userdel deluser ' +
    'groupdel passwd chpasswd sed awk grep tar gzip gunzip unzip xz cat head tail ls pwd whoami id date sync umask sleep locale-gen ' +
    'update-ca-certificates update-locale ldconfig setcap which command tee tr cut sort uniq wc uname arch hash type sha256sum ' +
    'sha512sum curl wget corepack'
  ).split(' '),
);

/** A RUN that names the variable, however it does so. */
export function namesVariable(model: Model, { at }: Instruction, name: string): boolean {
  const { text } = model.dockerfile;
  for (
    let found = text.indexOf(name, at.start);
    found >= 0 && found < at.end;
    found = text.indexOf(name, found + 1)
  )
    if (!/\w/.test(text[found - 1] ?? '') && !/\w/.test(text[found + name.length] ?? '')) return true;
  return false;
}

/** A RUN with a command that may look for variables in its environment, such as a script or a package manager of a language. */
export function mayReadEnvironment(model: Model, run: Instruction): boolean {
  const commands = commandsOf(model, run);
  return (
    commands.length === 0 ||
    commands.some(({ name, command }) => command.name !== undefined && !deaf.has(name ?? ''))
  );
}
