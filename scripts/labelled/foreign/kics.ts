// KICS' ids; see ../foreign-ids.ts for the form.

/** Source: KICS, docs/queries/dockerfile-queries.md and the metadata.json of assets/queries/dockerfile. */
export const kicsIds = `
71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e | correctness | UNIX ports out of range
6db6e0c2-32a3-4a2e-93b5-72c35f4119db | correctness | COPY of several files to a name without a slash
cdddb86f-95f6-4fc4-b5a1-483d9afceb2b | correctness | COPY --from of the stage itself
fd54f200-402c-4333-a5a4-36ef6709af2f | security | Missing USER
67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae | security | The last USER is root
6b376af8-cfe8-49ab-a08d-f32de23661a4 | correctness | WORKDIR that is not absolute
f2daed12-c802-49cd-afed-fe41d0b82fed | correctness | Two stages of one name
6938958b-3f1a-451c-909b-baeee14bdc97 | correctness | Several ENTRYPOINTs
41c195f4-fc31-4a5c-8a1b-90605538d49f | correctness | Several CMDs
8ada6e80-0ade-439e-b176-0b28f6bce35a | security | RUN with sudo
682fe378-c180-4bd5-8a14-95fc285fb269 | security | apt-get upgrade
09fda05e-da85-4ee7-ab8d-2800a5e6e756 | security | dnf update
989ab888-7d1e-410f-9dde-c64a1d367bf2 | security | apk upgrade
8f6456be-0018-46db-9ce6-b3b6dc8d34d2 | security | yum update
d4895357-dd49-4ba5-b726-1bb81cb50989 | security | zypper update
f4a6bcd3-e231-4acf-993c-aa027be50d2e | style | \`cd\` instead of WORKDIR | The image is the same.
68a51e22-ae5a-4d48-8e87-b01a323605c9 | correctness | COPY --from of something that is no stage
9bae49be-0aa3-4de5-bab2-4c3a069e40cd | correctness | An update in a layer of its own
b86987e1-6397-4619-81d5-8807f2387c79 | correctness | CMD or ENTRYPOINT in shell form
8a301064-c291-4b20-adcb-403fe7fd95fd | style | ln to change the shell instead of SHELL | Both do what they say; the rules read either.
efbf148a-67e9-42d2-ac47-02fa1c0d0b22 | correctness | A pipe without pipefail
c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4 | security | Secrets in the Dockerfile
965a08d7-ef86-4f14-8792-4a3b2098937e | security | apt packages without a version
77783205-c4ca-4f80-bb80-c777f267c547 | correctness | apt-get without -y
00481784-25aa-4a55-8633-3136dfcf4f37 | size | yum without clean
22cd11f7-9c6c-4f6e-84c0-02058120b341 | security | Gems without a version
93d88cf7-f078-46a8-8ddc-178e03aeacf1 | security | dnf packages without a version
e36d8880-3f78-4546-b9a1-12f0745ca0d5 | security | npm packages without a version
fc775e75-fcfb-4c98-b2f2-910c5858b359 | style | Both wget and curl | Two downloaders are no weakness; what the image does not need is debug-tools-in-final-stage.
6452c424-1d92-4deb-bb18-a03e95d579c4 | security | yum packages without a version
7ebd323c-31b7-4e5b-b26f-de5e9e477af8 | correctness | dnf without -y
295acb63-9246-4b21-b441-7c1f1fb62dc0 | size | dnf without clean
f2f903fb-b977-461e-98d7-b3e2185c6118 | size | pip without --no-cache-dir
6e19193a-8753-436d-8a09-76dcff91bb03 | correctness | yum without -y
38300d1a-feb2-4a48-936a-d1ef1cd24313 | size | zypper without clean
562952e4-0348-4dea-9826-44f3a2c6117b | security | zypper packages without a version
45e1fca5-f90e-465d-825f-c2cb63fa3944 | correctness | zypper without -y
9efb0b2d-89c9-41a3-91ca-dcc0aec911fd | security | An image without a tag
f45ea400-6bbe-4501-9fc7-1c3d75c32067 | security | The tag latest
b16e8501-ef3c-44e1-a543-a093238099c9 | correctness | FROM --platform
02d9c71f-3ee8-4986-9c27-1a20d0d19bfc | security | pip packages without a version
b84a0b47-2e99-4c9f-8933-98bcabe2b94d | style | apt instead of apt-get | Both install the same; the command line of apt may change, which a build notices at once.
d3499f6d-1651-41bb-a9a7-de925fea487b | security | apk packages without a version
99614418-f82b-4852-a9ae-5051402b741c | style | MAINTAINER
aa93e17f-b6db-4162-9334-c70334e7ac28 | style | COPY --chown | Which user owns a copied file is a choice that the file alone does not show to be wrong.
9513a694-aa0d-41d8-be61-3271e056f36b | correctness | ADD instead of COPY
b03a748a-542d-44f4-bb86-9199ab4fd2d5 | correctness | No HEALTHCHECK
5907595b-5b6d-4142-b173-dbb0e73fbff8 | security | Port 22 is exposed
df746b39-6564-4fed-bf85-e9c44382303c | size | apt's lists are kept
7384dfb2-fcd1-4fbf-91cd-6c44c318c33c | size | apt-get without --no-install-recommends
ae9c56a6-3ed1-4ac0-9b54-31267f51151d | size | apk without --no-cache
9b6b0f38-92a2-41f9-b881-3a1083d99f1b | style | Commands that make no sense in a container | What a command is good for in a build is not to be told from its name.
0008c003-79aa-42d8-95b8-1c2fe37dbfe6 | style | Several RUNs, ADDs or COPYs in a row | Layers are a choice between the build cache and size that the file's author makes.
4b410d24-1cbe-430c-a632-62c9a931cf1c | style | curl or wget instead of ADD | What matters is whether the download is checked: remote-file-unverified.
`;
