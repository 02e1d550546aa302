// Ids of checks on Compose files: KICS' docker-compose queries, Semgrep's rules, compose-lint, dclint; see ../foreign-ids.ts for the form.

/** Source: KICS, docs/queries/dockercompose-queries.md, the metadata.json of assets/queries/dockerCompose, and its query for secrets. */
export const kicsComposeIds = `
baa452f0-1f21-4a25-ace5-844e7a5f410d | security | Compose: mount propagation is shared
1c1325ff-831d-43a1-973e-839ae57dfcc0 | security | Compose: a sensitive folder of the host is mounted
d6355c88-1e8d-49e9-b2f2-f8a1ca12c75b | security | Compose: the Docker socket is mounted
27fcc7d6-c49b-46e0-98f1-6c082a6a2750 | security | Compose: no-new-privileges is not set
ae5b6871-7f45-42e0-bb4c-ab300c4d2026 | security | Compose: a privileged container
698ed579-b239-4f8f-a388-baa4bcb13ef8 | correctness | Compose: no health check
4d9f44c6-2f4a-4317-9bb5-267adbea0232 | security | Compose: cgroup_parent is set | A control group of one's own is also where tighter limits for several services are set; which it is stands outside the file. \`cgroup: host\` is host-namespace.
2fc99041-ddad-49d5-853f-e35e70a48391 | correctness | Compose: no restart policy of five attempts
bc2908f3-f73c-40a9-8793-c1b7d5544f79 | security | Compose: a port below 1024 of the host | Web servers are reached on 80 and 443; Docker opens the port, so the container needs no right for it. The report of the CIS benchmark names such ports.
451d79dc-0588-476a-ad03-3c7f0320abb3 | security | Compose: a port on every interface
ce14a68b-1668-41a0-ab7d-facd9f784742 | security | Compose: no networks
071a71ff-f868-47a4-ac0b-3c59e4ab5443 | security | Compose: the network of the host
baa3890f-bed7-46f5-ab8f-1da8fc91c729 | security | Compose: the shared memory of the host
404fde2c-bc4b-4371-9747-7054132ac953 | security | Compose: seccomp is switched off
4f31dd9f-2cc3-4751-9b53-67e4af83dac0 | security | Compose: the processes of the host
bb9ac4f7-e13b-423d-a010-c74a1bfbe492 | security | Compose: no limit for memory
221e0658-cb2a-44e3-b08a-db96a341d6fa | security | Compose: no limit for processes
8af7162d-6c98-482f-868e-0d33fb675ca8 | security | Compose: the users of the host
610e266e-6c12-4bca-9925-1ed0cd29742b | security | Compose: security_opt is not set
6b610c50-99fb-4ef0-a5f3-e312fd945bc3 | security | Compose: no limit for processors
ce76b7d0-9e77-464d-b86f-c5c48e03e22d | security | Compose: capabilities are not restricted
8c978947-0ff6-485c-b0c2-0bfca6026466 | security | Compose: a volume in several services | Services that share a volume do so to work together; that alone is no weakness of either.
f996f3cb-00fc-480c-8973-8ab04d44a8cc | security | Compose: passwords and secrets in the file
`;

/** Source: semgrep-rules, yaml/docker-compose and dockerfile; service-runs-as-root is of an older version. */
export const semgrepIds = `
exposing-docker-socket-volume | security | The Docker socket is mounted
no-new-privileges | security | no-new-privileges is not set
privileged-service | security | A privileged service
seccomp-confinement-disabled | security | seccomp is switched off
selinux-separation-disabled | security | SELinux is switched off
writable-filesystem-service | security | The root filesystem is writable
service-runs-as-root | security | A service runs as root
dockerfile.audit.dockerfile-pip-extra-index-url | security | pip with another index beside the first
dockerfile.security.remote-script | security | A script from the network is run
`;

/** Source: compose-lint, docs/rules. */
export const composeLintIds = `
CL-0001 | security | The socket of a container engine is mounted
CL-0002 | security | A privileged service
CL-0003 | security | no-new-privileges is not set
CL-0004 | security | An image without a tag, or latest
CL-0005 | security | A port on every interface
CL-0006 | security | Capabilities are not dropped
CL-0007 | security | The root filesystem is writable
CL-0008 | security | The network of the host
CL-0009 | security | seccomp or AppArmor are switched off
CL-0010 | security | The processes or shared memory of the host
CL-0011 | security | Capabilities that reach beyond the container (NET_ADMIN, BPF, SYS_BOOT)
CL-0013 | security | A sensitive path of the host
CL-0014 | security | Logging is switched off
CL-0016 | security | A dangerous device
CL-0017 | security | Shared mount propagation
CL-0018 | security | \`user: root\`
CL-0019 | security | An image without a digest
CL-0020 | security | A secret in the environment
CL-0021 | security | A secret in a URL
CL-0022 | security | A tmpfs from which programs can be started
CL-0024 | security | Capabilities that run code on the host (SYS_ADMIN, SYS_MODULE, SYS_RAWIO)
CL-0025 | security | A writable path of the host that gives root
CL-0026 | security | No limits of resources
CL-0027 | security | Bounded capabilities (SYS_PTRACE, DAC_READ_SEARCH)
CL-0028 | security | Capabilities that reach the host (PERFMON, SYS_TIME)
CL-0029 | security | Capabilities that slow the host (SYS_NICE, IPC_LOCK, LEASE) | They open nothing on the host: what they allow is bounded by its limits, and servers such as Vault need IPC_LOCK to keep secrets from the disk.
CL-0030 | security | The capability that reads the kernel's log (SYSLOG)
`;

/** Source: dclint (docker-compose-linter), docs/rules. */
export const dclintIds = `
no-build-and-image | style | build and image in one service | With both, the image is the name that the built one is given.
no-duplicate-container-names | correctness | Two services name their container alike
no-duplicate-exported-ports | correctness | Two services publish the same port
no-quotes-in-volumes | style | Quotes around volumes | They change nothing.
no-unbound-port-interfaces | security | A port on every interface
no-version-field | style | The field version
require-project-name-field | style | No field name | Compose takes the folder's name.
require-quotes-in-ports | style | Ports without quotes | Compose reads \`22:22\` as a text.
service-container-name-regex | correctness | A container name that Docker refuses
service-dependencies-alphabetical-order | style | Order of depends_on | It changes nothing.
service-image-require-explicit-tag | security | An image without a tag, or one that moves
service-keys-order | style | Order of keys | It changes nothing.
service-ports-alphabetical-order | style | Order of ports | It changes nothing.
services-alphabetical-order | style | Order of services | It changes nothing.
top-level-properties-order | style | Order of sections | It changes nothing.
`;
