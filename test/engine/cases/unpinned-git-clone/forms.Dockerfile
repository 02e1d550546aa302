FROM debian:12
RUN «git clone -b develop --single-branch git@github.com:example/a.git» && «git clone ssh://git@example.com/b.git»
RUN git clone --branch "$TAG" https://example.com/c.git && git clone --revision=1f3a9c2 https://example.com/d.git
FROM debian:12 AS other
RUN git clone https://example.com/e.git && cd e && git reset --hard v1.2
FROM debian:12
RUN git -c advice.detachedHead=false clone --depth 1 -b v2 https://example.com/f.git && git lfs install
RUN «git clone https://example.com/g.git» && cd g && git checkout main
RUN git clone file:///srv/h.git && git clone https://git/i.git && git clone --mirror https://example.com/j.git
RUN pip install «"k @ git+https://example.com/k.git"» "l @ git+https://example.com/l.git@v1"
RUN cargo install --git https://example.com/m --tag v1 m && cargo install --git https://example.com/n --branch v2 n
ADD git@github.com:example/o.git#v1.0 /o
