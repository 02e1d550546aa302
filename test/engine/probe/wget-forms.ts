// Health checks with wget and the exact commands that may take their place.
import type { Form } from './form.ts';

/** No HEALTHCHECK timeout is known in any of these. */
export const WGET_FORMS: readonly Form[] = [
  {
    check: 'wget -qO- http://localhost:80/ >/dev/null || exit 1',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:80/',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:80/',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:80/'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'wget --no-verbose --tries=1 --spider http://localhost:3000/api/health || exit 1',
    notes: ['asks with GET'],
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/api/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:3000/api/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:3000/api/health'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'wget --no-verbose --tries=1 --spider http://localhost:${NITRO_PORT}/health || exit 1',
    notes: ['asks with GET'],
    python: {
      gives:
        "import os,urllib.request as u; u.urlopen('http://127.0.0.1:'+os.environ.get('NITRO_PORT','')+'/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:'+(process.env.NITRO_PORT||'')+'/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['/bin/sh', '-c', 'wget -q -T 3 -O /dev/null "http://127.0.0.1:${NITRO_PORT}/health"'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'wget -Y off -q --spider http://localhost:9292/ || exit 1',
    notes: ['asks with GET'],
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:9292',timeout=3); c.request('GET','/'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'does not follow redirects'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:9292/',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-Y', 'off', '-O', '/dev/null', 'http://127.0.0.1:9292/'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'wget -q --no-cache --spider localhost:8080',
    notes: ['asks with GET'],
    python: {
      gives:
        "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8080/',headers={'Cache-Control':'no-cache','Pragma':'no-cache'}),timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/',{headers:{'Cache-Control':'no-cache','Pragma':'no-cache'},signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=Cache-Control: no-cache',
        '--header=Pragma: no-cache',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8080/',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: ['wget', '-q', '-T', '2', '-O', '/dev/null', 'http://127.0.0.1:8000/_system/ready'],
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/_system/ready',timeout=2)",
      changes: [],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8000/_system/ready',{signal:AbortSignal.timeout(2000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: [],
    },
    wget: {
      gives: ['wget', '-q', '-T', '2', '-O', '/dev/null', 'http://127.0.0.1:8000/_system/ready'],
      changes: [],
    },
  },
  {
    check: ['wget', '--timeout=15', '--tries=3', '-q', '-O', '-', 'http://localhost:80/'],
    notes: ['no retries of its own'],
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:80/',timeout=15)",
      changes: ['localhost becomes 127.0.0.1'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:80/',{signal:AbortSignal.timeout(15000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '15', '-O', '/dev/null', 'http://127.0.0.1:80/'],
      changes: ['localhost becomes 127.0.0.1'],
    },
  },
  {
    check: ['wget', '-qO/dev/null', 'http://localhost:8080/health'],
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8080/health'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: ['sh', '-c', 'wget -qO- http://127.0.0.1:${PORT:-3000}/healthz || exit 1'],
    python: {
      gives:
        "import os,urllib.request as u; u.urlopen('http://127.0.0.1:'+(os.environ.get('PORT') or '3000')+'/healthz',timeout=3)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:'+(process.env.PORT||'3000')+'/healthz',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: ['/bin/sh', '-c', 'wget -q -T 3 -O /dev/null "http://127.0.0.1:${PORT:-3000}/healthz"'],
      changes: ['gives up after 3 s'],
    },
  },
  {
    check: 'wget --no-check-certificate -qO- https://127.0.0.1:8443/ >/dev/null || exit 1',
    python: {
      gives:
        "import ssl,urllib.request as u; u.urlopen('https://127.0.0.1:8443/',timeout=3,context=ssl._create_unverified_context())",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "require('https').get('https://127.0.0.1:8443/',{rejectUnauthorized:false},r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1));setTimeout(()=>process.exit(1),3000)",
      changes: ['gives up after 3 s', 'does not follow redirects'],
    },
    wget: { gives: { refused: 'BusyBox wget does not check certificates, and not every one speaks TLS' } },
  },
  {
    check:
      'wget --no-check-certificate --quiet --spider \'http://localhost:8081\' && echo "HealthCheck successful..." || exit 1',
    notes: ['asks with GET'],
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:8081/',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8081/',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8081/'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check:
      'wget --no-check-certificate --no-verbose --tries=1 --spider https://localhost:${PORT:-4242}/health 2>/dev/null || wget --no-verbose --tries=1 --spider http://localhost:${PORT:-4242}/health || exit 1',
    notes: ['asks with GET'],
    python: {
      gives:
        "import os,ssl,urllib.request as u\ntry: u.urlopen('https://127.0.0.1:'+(os.environ.get('PORT') or '4242')+'/health',timeout=3,context=ssl._create_unverified_context())\nexcept BaseException:\n u.urlopen('http://127.0.0.1:'+(os.environ.get('PORT') or '4242')+'/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "Promise.all([new Promise((y,n)=>require('https').get('https://127.0.0.1:'+(process.env.PORT||'4242')+'/health',{rejectUnauthorized:false},r=>y(r.statusCode<400)).on('error',n)).catch(()=>false),fetch('http://127.0.0.1:'+(process.env.PORT||'4242')+'/health',{signal:AbortSignal.timeout(3000)}).then(r=>r.ok).catch(()=>false)]).then(a=>process.exit(a.some(x=>x)?0:1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'does not follow redirects'],
    },
    wget: { gives: { refused: 'BusyBox wget does not check certificates, and not every one speaks TLS' } },
  },
  {
    check: "wget --quiet --tries=1 -O - --header='X-Probe: 1' http://127.0.0.1:8080/ready || exit 1",
    python: {
      gives:
        "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8080/ready',headers={'X-Probe':'1'}),timeout=3)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/ready',{headers:{'X-Probe':'1'},signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=X-Probe: 1',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8080/ready',
      ],
      changes: ['gives up after 3 s'],
    },
  },
  {
    check: "wget -qO- --post-data='{}' --header='Content-Type: application/json' http://127.0.0.1:8080/rpc",
    python: {
      gives:
        "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8080/rpc',headers={'Content-Type':'application/json'},data=b'{}'),timeout=3)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/rpc',{method:'POST',headers:{'Content-Type':'application/json'},body:'{}',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=Content-Type: application/json',
        '--post-data={}',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8080/rpc',
      ],
      changes: ['gives up after 3 s'],
    },
  },
  {
    check: 'wget -q --spider --timeout=5 --user=a --password=b http://127.0.0.1:8080/live',
    notes: ['asks with GET'],
    python: {
      gives:
        "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8080/live',headers={'Authorization':'Basic YTpi'}),timeout=5)",
      changes: [],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/live',{headers:{'Authorization':'Basic YTpi'},signal:AbortSignal.timeout(5000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: [],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '5',
        '--header=Authorization: Basic YTpi',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8080/live',
      ],
      changes: [],
    },
  },
];
