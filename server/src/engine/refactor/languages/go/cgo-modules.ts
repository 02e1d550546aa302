// Go modules that need cgo: they wrap a library in C or C++, which they bring along or link from the system.
// Source: each module's own documentation and its `import "C"`. Modules that also work without cgo are not in the list.

const c = `
  github.com/mattn/go-sqlite3 github.com/mutecomm/go-sqlcipher github.com/xeodou/go-sqlcipher gorm.io/driver/sqlite
  crawshaw.io/sqlite github.com/bvinc/go-sqlite-lite github.com/eatonphil/gosqlite github.com/gwenn/gosqlite
  github.com/rqlite/go-sqlite3 github.com/tursodatabase/go-libsql github.com/libsql/go-libsql
  github.com/confluentinc/confluent-kafka-go github.com/DataDog/zstd github.com/valyala/gozstd
  github.com/google/gopacket github.com/gopacket/gopacket github.com/miekg/pcap github.com/akrennmair/gopcap
  github.com/miekg/pkcs11 github.com/ThalesIgnite/crypto11 github.com/ThalesGroup/crypto11 github.com/spacemonkeygo/openssl
  github.com/libp2p/go-openssl github.com/supranational/blst github.com/herumi/bls-eth-go-binary
  github.com/godror/godror gopkg.in/goracle.v2 github.com/mattn/go-oci8 gopkg.in/rana/ora.v4 github.com/ibmdb/go_ibm_db
  github.com/alexbrainman/odbc github.com/libgit2/git2go github.com/davidbyttow/govips github.com/h2non/bimg
  gopkg.in/h2non/bimg.v1 github.com/chai2010/webp github.com/kolesa-team/go-webp gopkg.in/gographics/imagick.v2
  gopkg.in/gographics/imagick.v3 github.com/gographics/imagick github.com/pebbe/zmq4 github.com/pebbe/zmq3
  github.com/zeromq/goczmq github.com/hraban/opus gopkg.in/hraban/opus.v2 layeh.com/gopus github.com/gordonklaus/portaudio
  github.com/giorgisio/goav github.com/asticode/go-astiav github.com/3d0c/gmf github.com/veandco/go-sdl2
  github.com/go-gl/gl github.com/go-gl/glfw github.com/gotk3/gotk3 github.com/mattn/go-gtk github.com/seccomp/libseccomp-golang
  github.com/lxc/go-lxc github.com/libvirt/libvirt-go libvirt.org/go/libvirt libvirt.org/libvirt-go github.com/ceph/go-ceph
  github.com/proglottis/gpgme github.com/msteinert/pam github.com/NVIDIA/go-nvml github.com/hillu/go-yara
  github.com/bytecodealliance/wasmtime-go github.com/wasmerio/wasmer-go github.com/aarzilli/golua github.com/sbinet/go-python
  github.com/DataDog/go-python3 github.com/pion/mediadevices github.com/blackjack/webcam github.com/karalabe/hid
  github.com/google/gousb github.com/yalue/onnxruntime_go github.com/lestrrat-go/libxml2 github.com/moovweb/gokogiri
  github.com/asg017/sqlite-vec-go-bindings
`;

const cxx = `
  github.com/marcboeker/go-duckdb github.com/duckdb/duckdb-go gocv.io/x/gocv github.com/otiai10/gosseract
  github.com/linxGnu/grocksdb github.com/tecbot/gorocksdb github.com/jmhodges/levigo rogchap.com/v8go github.com/tommie/v8go
  github.com/flier/gohs github.com/tensorflow/tensorflow github.com/galeone/tensorflow github.com/Kagami/go-face
  github.com/blevesearch/go-faiss github.com/DataIntelligenceCrew/go-faiss github.com/CosmWasm/wasmvm github.com/webview/webview
  github.com/webview/webview_go github.com/wailsapp/wails fyne.io/fyne github.com/AllenDang/giu github.com/hajimehoshi/ebiten
  github.com/apple/foundationdb github.com/tree-sitter/go-tree-sitter github.com/smacker/go-tree-sitter
  github.com/yanyiwu/gojieba github.com/therecipe/qt github.com/twpayne/go-geos github.com/twpayne/go-proj
  github.com/airbusgeo/godal github.com/lukeroth/gdal
`;

const list = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** Path of a module to the language that it is written in besides Go. */
export const cgoModules: readonly (readonly [path: string, kind: 'c' | 'c++'])[] = [
  ...list(cxx).map((path) => [path, 'c++'] as const),
  ...list(c).map((path) => [path, 'c'] as const),
];
