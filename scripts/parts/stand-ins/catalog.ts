// Which stand-in takes the place of which images, and how each differs from the real one.

export interface StandIn {
  /** The stage of the joined Dockerfiles in this folder. */
  stage: string;
  /** Repository and tag under which Dockerfiles find it. */
  images: readonly string[];
  differs: string;
}

const distroless = (name: string, ...tags: string[]) => tags.map((tag) => `gcr.io/distroless/${name}:${tag}`);
const dhi = (name: string, ...tags: string[]) => tags.map((tag) => `dhi.io/${name}:${tag}`);

/** The Dockerfiles, in the order in which they are joined: a stage stands on earlier ones. */
export const dockerfiles = [
  'debian.Dockerfile',
  'python.Dockerfile',
  'node.Dockerfile',
  'compiled.Dockerfile',
] as const;

/** Every image that builds can ask for. */
export const standIns: readonly StandIn[] = [
  {
    stage: 'debian12',
    images: ['debian:12', 'debian:12-slim', 'debian:bookworm', 'debian:bookworm-slim'],
    differs: 'made by mmdebstrap; one archive in sources.list',
  },
  {
    stage: 'debian13',
    images: ['debian:13', 'debian:13-slim', 'debian:trixie', 'debian:trixie-slim', 'debian:stable-slim'],
    differs: 'made by mmdebstrap; one archive in sources.list',
  },
  {
    stage: 'busybox',
    images: ['busybox:1.37-musl', 'busybox:1.37', 'busybox:musl', 'busybox:latest'],
    differs: "Debian's static BusyBox 1.37, linked with glibc whatever the tag says",
  },
  {
    stage: 'python12-slim',
    images: ['python:3.11-slim-bookworm'],
    differs:
      "Debian's build of Python 3.11, moved to /usr/local; pip takes the wheels of pip, setuptools and wheel from a folder, and nothing from an index",
  },
  {
    stage: 'python13-slim',
    images: [
      'python:3.13-slim',
      'python:3.13-slim-trixie',
      'python:3-slim',
      'python:3.12-slim',
      'python:3.12-slim-trixie',
      'python:3.11-slim',
    ],
    differs: "Debian's build of Python 3.13, whatever the tag says, moved to /usr/local; pip as above",
  },
  {
    stage: 'python13',
    images: ['python:3.13', 'python:3.13-trixie', 'python:3', 'python:3.12', 'python:3.11'],
    differs:
      'the same with gcc and some headers, not all of those of the real one; no git; 3.13 whatever the tag says',
  },
  {
    stage: 'distroless-python12',
    images: distroless('python3-debian12', 'nonroot'),
    differs: 'the files of the same packages, unpacked by dpkg-deb; Python 3.11',
  },
  {
    stage: 'distroless-python13',
    images: distroless('python3-debian13', 'nonroot'),
    differs: 'the files of the same packages, unpacked by dpkg-deb; Python 3.13',
  },
  {
    stage: 'dhi-python12',
    images: dhi('python', '3.11-debian12'),
    differs: "Debian's Python under /opt/python in a distroless tree",
  },
  {
    stage: 'dhi-python13',
    images: dhi('python', '3.13', '3.13-debian13', '3.13-debian'),
    differs: "Debian's Python under /usr in a distroless tree",
  },
  {
    stage: 'dhi-python12-dev',
    images: dhi('python', '3.11-debian12-dev'),
    differs: 'Debian 12 with Python under /opt/python',
  },
  {
    stage: 'dhi-python13-dev',
    images: dhi('python', '3.13-dev', '3.13-debian13-dev', '3.13-debian-dev'),
    differs: 'Debian 13 with Python under /usr',
  },
  {
    stage: 'uv',
    images: ['ghcr.io/astral-sh/uv:latest', 'ghcr.io/astral-sh/uv:0.13'],
    differs: 'the program of the Python package uv, alone',
  },
  {
    stage: 'node-slim',
    images: ['node:22-slim', 'node:22-bookworm-slim', 'node:20-slim'],
    differs: 'the official program of Node 22, whatever the tag says, with npm 10 and yarn 1; no corepack',
  },
  {
    stage: 'node',
    images: ['node:22', 'node:22-bookworm', 'node:20', 'node:20-bookworm'],
    differs: 'the same with gcc, Python and some headers; no git; no corepack',
  },
  {
    stage: 'distroless-node12',
    images: distroless('nodejs22-debian12', 'nonroot'),
    differs: 'the official program of Node 22 in a distroless tree',
  },
  {
    stage: 'distroless-node13',
    images: distroless('nodejs22-debian13', 'nonroot'),
    differs: 'the official program of Node 22 in a distroless tree',
  },
  {
    stage: 'dhi-node12',
    images: dhi('node', '22-debian12'),
    differs: 'the official program of Node 22 in a distroless tree',
  },
  {
    stage: 'dhi-node13',
    images: dhi('node', '22', '22-debian13', '22-debian'),
    differs: 'the official program of Node 22 in a distroless tree',
  },
  {
    stage: 'dhi-node12-dev',
    images: dhi('node', '22-debian12-dev'),
    differs: 'Debian 12 with Node 22 and npm',
  },
  {
    stage: 'dhi-node13-dev',
    images: dhi('node', '22-dev', '22-debian13-dev', '22-debian-dev'),
    differs: 'Debian 13 with Node 22 and npm',
  },
  {
    stage: 'nginx',
    images: ['nginx:stable', 'nginx:latest', 'nginx:1', 'nginx:1.30', 'nginx:stable-trixie'],
    differs: "Debian's nginx 1.26 with the real image's arrangement of files; no templates",
  },
  {
    stage: 'nginx-unprivileged',
    images: [
      'stable',
      'latest',
      '1',
      '1.30',
      'stable-trixie',
      '1.30-alpine',
      'stable-alpine',
      '1-alpine',
      'alpine',
    ].map((tag) => `nginxinc/nginx-unprivileged:${tag}`),
    differs: "Debian's nginx 1.26, listening on 8080 as the account 101; Debian under the tags of Alpine too",
  },
  {
    stage: 'dhi-nginx',
    images: dhi('nginx', '1', '1.30', '1-debian13', '1.30-debian13'),
    differs: "Debian's nginx 1.26 in a distroless tree",
  },
  {
    stage: 'golang',
    images: ['golang:1.26', 'golang:1.26-trixie', 'golang:1', 'golang:1-trixie', 'golang:latest'],
    differs: 'the Go of the machine that made it, whatever its version; no git',
  },
  {
    stage: 'dhi-golang-dev',
    images: dhi('golang', '1.26-dev', '1-dev', '1.26-debian13-dev'),
    differs: 'the Go of the machine that made it, on Debian 13 with gcc; curl and wget besides',
  },
  {
    stage: 'rust-slim',
    images: ['rust:1-slim', 'rust:1-slim-trixie', 'rust:slim'],
    differs: "Debian's rustc and cargo 1.85 behind links in /usr/local/cargo; no rustup",
  },
  {
    stage: 'rust',
    images: ['rust:1', 'rust:1-trixie', 'rust:latest'],
    differs: "Debian's rustc and cargo 1.85 behind links in /usr/local/cargo; no rustup; no git",
  },
  {
    stage: 'dhi-rust-dev',
    images: dhi('rust', '1-dev', '1-debian13-dev'),
    differs: "Debian's rustc and cargo 1.85 behind links in /usr/local/cargo",
  },
  {
    stage: 'distroless-static12',
    images: distroless('static-debian12', 'nonroot'),
    differs: 'the files of the same packages, unpacked by dpkg-deb',
  },
  {
    stage: 'distroless-base12',
    images: distroless('base-debian12', 'nonroot'),
    differs: 'the files of the same packages, unpacked by dpkg-deb',
  },
  {
    stage: 'distroless-cc12',
    images: distroless('cc-debian12', 'nonroot'),
    differs: 'the files of the same packages, unpacked by dpkg-deb; zlib besides',
  },
  {
    stage: 'distroless-static13',
    images: [...distroless('static-debian13', 'nonroot'), ...distroless('static', 'nonroot')],
    differs: 'the files of the same packages, unpacked by dpkg-deb',
  },
  {
    stage: 'distroless-base13',
    images: distroless('base-debian13', 'nonroot'),
    differs: 'the files of the same packages, unpacked by dpkg-deb',
  },
  {
    stage: 'distroless-cc13',
    images: distroless('cc-debian13', 'nonroot'),
    differs: 'the files of the same packages, unpacked by dpkg-deb; zlib besides',
  },
  {
    stage: 'dhi-static',
    images: [...dhi('static', '20250419', '20250419-debian13'), 'cgr.dev/chainguard/static:latest'],
    differs: 'a distroless tree without a C library',
  },
  {
    stage: 'dhi-static-glibc',
    images: [
      ...dhi('static', '20250419-glibc', '20250419-glibc-debian13'),
      'cgr.dev/chainguard/glibc-dynamic:latest',
    ],
    differs: 'a distroless tree with the C library',
  },
  {
    stage: 'temurin-jdk',
    images: ['eclipse-temurin:21', 'eclipse-temurin:21-jdk'],
    differs: "Debian 13's OpenJDK 21 under /opt/java/openjdk, and no Ubuntu",
  },
  {
    stage: 'temurin-jre',
    images: ['eclipse-temurin:21-jre'],
    differs: "Debian 13's OpenJDK 21 runtime without a desktop, and no Ubuntu",
  },
  {
    stage: 'maven',
    images: ['maven:3-eclipse-temurin-21', 'maven:3.9-eclipse-temurin-21'],
    differs: "Debian's Maven 3.9, whose only repository is that of Debian's packages",
  },
  {
    stage: 'distroless-java',
    images: distroless('java21-debian13', 'nonroot'),
    differs: "Debian's OpenJDK 21 runtime in a distroless tree",
  },
  {
    stage: 'distroless-java-base',
    images: distroless('java-base-debian13', 'nonroot'),
    differs: 'the files of the packages of cc-debian13',
  },
  {
    stage: 'dhi-temurin',
    images: dhi('eclipse-temurin', '21', '21-debian13'),
    differs: "Debian's OpenJDK 21 runtime in a distroless tree",
  },
  {
    stage: 'dhi-temurin-dev',
    images: dhi('eclipse-temurin', '21-jdk-dev', '21-jdk-debian13-dev'),
    differs: 'Debian 13 with its OpenJDK 21 under /opt/java/openjdk',
  },
  {
    stage: 'dotnet-sdk',
    images: ['mcr.microsoft.com/dotnet/sdk:8.0'],
    differs: 'no .NET: a program that plays the commands restore, build and publish',
  },
  {
    stage: 'dotnet-aspnet',
    images: ['mcr.microsoft.com/dotnet/aspnet:8.0'],
    differs: 'no .NET: a program that checks the framework and serves plain routes',
  },
  {
    stage: 'dotnet-runtime',
    images: ['mcr.microsoft.com/dotnet/runtime:8.0'],
    differs: 'no .NET: the same program, without the web framework',
  },
  {
    stage: 'dotnet-aspnet-chiseled',
    images: [
      'mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled-extra',
      'mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled',
      'mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled',
    ],
    differs: 'no .NET and no Ubuntu: the same program in a distroless tree',
  },
  {
    stage: 'dhi-aspnetcore',
    images: dhi('aspnetcore', '8', '8.0', '8.0-debian13'),
    differs: 'no .NET: the same program in a distroless tree',
  },
];
