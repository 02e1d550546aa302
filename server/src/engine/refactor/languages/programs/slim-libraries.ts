// Shared libraries that the official images of languages have and a bare Debian image has not.
// Source: the package lists of `debootstrap --variant=minbase` for Debian 12 and 13, and the Depends of the -dev packages.

type Names = Readonly<Record<string, readonly string[]>>;

/** By package and Debian release. Nothing: the bare image has it. */
const debian: Readonly<Record<string, Names>> = {
  'libssl-dev': { '10': ['libssl1.1'], '11': ['libssl1.1'], '12': ['libssl3'], '13': ['libssl3t64'] },
  'libffi-dev': { '11': ['libffi7'], '12': ['libffi8'], '13': ['libffi8'] },
  'libreadline-dev': { '11': ['libreadline8'], '12': ['libreadline8'], '13': ['libreadline8t64'] },
  'libncurses-dev': { '11': ['libncursesw6'], '12': ['libncursesw6'], '13': ['libncursesw6'] },
  'zlib1g-dev': { '10': [], '11': [], '12': [], '13': [] },
  'libbz2-dev': { '10': [], '11': [], '12': [], '13': [] },
  'liblzma-dev': { '10': [], '11': [], '12': [], '13': [] },
  'libpcre2-dev': {
    '10': ['libpcre2-8-0'],
    '11': ['libpcre2-8-0'],
    '12': ['libpcre2-8-0'],
    '13': ['libpcre2-8-0'],
  },
  'libzstd-dev': { '11': [], '12': [], '13': [] },
  'libdbus-1-dev': { '11': ['libdbus-1-3'], '12': ['libdbus-1-3'], '13': ['libdbus-1-3'] },
  'libudev-dev': { '11': ['libudev1'], '12': ['libudev1'], '13': ['libudev1'] },
  'libasound2-dev': { '11': ['libasound2'], '12': ['libasound2'], '13': ['libasound2t64'] },
  'libseccomp-dev': { '11': ['libseccomp2'], '12': ['libseccomp2'], '13': ['libseccomp2'] },
  'libpcap-dev': { '11': ['libpcap0.8'], '12': ['libpcap0.8'], '13': ['libpcap0.8t64'] },
  'libusb-1.0-0-dev': { '11': ['libusb-1.0-0'], '12': ['libusb-1.0-0'], '13': ['libusb-1.0-0'] },
  'libvips-dev': { '11': ['libvips42'], '12': ['libvips42'], '13': ['libvips42t64'] },
  'libsqlite3-dev': {
    '10': ['libsqlite3-0'],
    '11': ['libsqlite3-0'],
    '12': ['libsqlite3-0'],
    '13': ['libsqlite3-0'],
  },
  'libprotobuf-dev': { '11': [], '12': [], '13': [] },
  'protobuf-compiler': { '11': [], '12': [], '13': [] },
  'libclang-dev': { '11': [], '12': [], '13': [] },
  'llvm-dev': { '11': [], '12': [], '13': [] },
  lld: { '11': [], '12': [], '13': [] },
  mold: { '11': [], '12': [], '13': [] },
};

const alpine: Names = {
  'protobuf-dev': [],
  protoc: [],
  'clang-dev': [],
  'clang-libs': [],
  'llvm-dev': [],
  'linux-headers': [],
  'libpcap-dev': ['libpcap'],
  'vips-dev': ['vips'],
  'dbus-dev': ['dbus-libs'],
  'eudev-dev': ['eudev-libs'],
  'alsa-lib-dev': ['alsa-lib'],
  'libseccomp-dev': ['libseccomp'],
  'librdkafka-dev': ['librdkafka'],
};

/** Undefined where nothing is said here of the package. Parameters as those of `runtimeLibraries`. */
export function slimLibraries(
  manager: string,
  release: string | undefined,
  name: string,
): readonly string[] | undefined {
  if (manager === 'apk') return Object.hasOwn(alpine, name) ? alpine[name] : undefined;
  if (manager !== 'apt' || release === undefined || !Object.hasOwn(debian, name)) return undefined;
  return debian[name]![release];
}
