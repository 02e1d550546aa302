// Health checks with curl, with headers, methods, variables, TLS, and the exact commands that may take their place.
import type { Form } from './form.ts';

/** No HEALTHCHECK timeout is known in any of these. */
export const CURL_OPTION_FORMS: readonly Form[] = [
  {
    check: 'curl --insecure --silent --show-error --fail "http://localhost:11451/healthcheck" || exit 1',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:11451/healthcheck',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:11451/healthcheck',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:11451/healthcheck'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl --fail --silent --show-error --max-time 9 --insecure http://localhost:80',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:80',timeout=9); c.request('GET','/'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:80/',{redirect:'manual',signal:AbortSignal.timeout(9000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '9', '-O', '/dev/null', 'http://127.0.0.1:80/'],
      changes: ['localhost becomes 127.0.0.1', 'follows redirects'],
    },
  },
  {
    check: 'curl -kf https://localhost:8080/health || curl -f http://localhost:8080/health || exit 1',
    python: {
      gives:
        "import ssl,urllib.request as u\ntry: u.urlopen('https://127.0.0.1:8080/health',timeout=3,context=ssl._create_unverified_context())\nexcept BaseException:\n u.urlopen('http://127.0.0.1:8080/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "Promise.all([new Promise((y,n)=>require('https').get('https://127.0.0.1:8080/health',{rejectUnauthorized:false},r=>y(r.statusCode<400)).on('error',n)).catch(()=>false),fetch('http://127.0.0.1:8080/health',{signal:AbortSignal.timeout(3000)}).then(r=>r.ok).catch(()=>false)]).then(a=>process.exit(a.some(x=>x)?0:1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: { gives: { refused: 'BusyBox wget does not check certificates, and not every one speaks TLS' } },
  },
  {
    check:
      'curl -kfsS --max-time 4 "https://127.0.0.1:${PORT:-8080}/api/health" || curl -fsS --max-time 4 "http://127.0.0.1:${PORT:-8080}/api/health"',
    python: {
      gives:
        "import os,ssl,urllib.request as u\ntry: u.urlopen('https://127.0.0.1:'+(os.environ.get('PORT') or '8080')+'/api/health',timeout=4,context=ssl._create_unverified_context())\nexcept BaseException:\n u.urlopen('http://127.0.0.1:'+(os.environ.get('PORT') or '8080')+'/api/health',timeout=4)",
      changes: [],
    },
    node: {
      gives:
        "Promise.all([new Promise((y,n)=>require('https').get('https://127.0.0.1:'+(process.env.PORT||'8080')+'/api/health',{rejectUnauthorized:false},r=>y(r.statusCode<400)).on('error',n)).catch(()=>false),fetch('http://127.0.0.1:'+(process.env.PORT||'8080')+'/api/health',{signal:AbortSignal.timeout(4000)}).then(r=>r.ok).catch(()=>false)]).then(a=>process.exit(a.some(x=>x)?0:1));setTimeout(()=>process.exit(1),4000)",
      changes: [],
    },
    wget: { gives: { refused: 'BusyBox wget does not check certificates, and not every one speaks TLS' } },
  },
  {
    check:
      'curl -X POST -H \'Content-Type: application/json\' --data \'{"jsonrpc":"2.0","method":"eth_blockNumber","params":[],"id":1}\' http://localhost:8545 || exit 1',
    python: {
      gives:
        'import sys,http.client as h; c=h.HTTPConnection(\'127.0.0.1:8545\',timeout=3); c.request(\'POST\',\'/\',body=b\'{"jsonrpc":"2.0","method":"eth_blockNumber","params":[],"id":1}\',headers={\'Content-Type\':\'application/json\'}); sys.exit(c.getresponse().status>=400)',
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'fails on HTTP errors'],
    },
    node: {
      gives:
        'fetch(\'http://127.0.0.1:8545/\',{method:\'POST\',headers:{\'Content-Type\':\'application/json\'},body:\'{"jsonrpc":"2.0","method":"eth_blockNumber","params":[],"id":1}\',redirect:\'manual\',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))',
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'fails on HTTP errors'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=Content-Type: application/json',
        '--post-data={"jsonrpc":"2.0","method":"eth_blockNumber","params":[],"id":1}',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8545/',
      ],
      changes: [
        'localhost becomes 127.0.0.1',
        'gives up after 3 s',
        'fails on HTTP errors',
        'follows redirects',
      ],
    },
  },
  {
    check: 'curl -I --fail http://localhost:8000 || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8000',timeout=3); c.request('HEAD','/'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8000/',{method:'HEAD',redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: { gives: { refused: 'BusyBox wget does not ask with HEAD' } },
  },
  {
    check: 'curl -I -s -L http://localhost:5232/.web/ || exit 1',
    python: {
      gives:
        "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:5232/.web/',method='HEAD'),timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'fails on HTTP errors'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:5232/.web/',{method:'HEAD',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'fails on HTTP errors'],
    },
    wget: { gives: { refused: 'BusyBox wget does not ask with HEAD' } },
  },
  {
    check:
      'curl -ILfSs http://localhost:8181/status > /dev/null || curl -ILfkSs https://localhost:8181/status > /dev/null || exit 1',
    python: {
      gives:
        "import ssl,urllib.request as u\ntry: u.urlopen(u.Request('http://127.0.0.1:8181/status',method='HEAD'),timeout=3)\nexcept BaseException:\n u.urlopen(u.Request('https://127.0.0.1:8181/status',method='HEAD'),timeout=3,context=ssl._create_unverified_context())",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "Promise.all([fetch('http://127.0.0.1:8181/status',{method:'HEAD',signal:AbortSignal.timeout(3000)}).then(r=>r.ok).catch(()=>false),new Promise((y,n)=>require('https').request('https://127.0.0.1:8181/status',{method:'HEAD',rejectUnauthorized:false},r=>y(r.statusCode<400)).on('error',n).end()).catch(()=>false)]).then(a=>process.exit(a.some(x=>x)?0:1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'does not follow redirects'],
    },
    wget: { gives: { refused: 'BusyBox wget does not ask with HEAD' } },
  },
  {
    check: 'curl -f -H "Host: localhost" http://localhost:8000/admin/login/ || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8000',timeout=3); c.request('GET','/admin/login/',headers={'Host':'localhost'}); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "require('http').get('http://127.0.0.1:8000/admin/login/',{headers:{'Host':'localhost'}},r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=Host: localhost',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8000/admin/login/',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: 'curl -f -H "X-Forwarded-Proto: https" -H "X-Forwarded-Ssl: on" http://localhost/status || exit 1',
    python: {
      gives:
        "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1/status',headers={'X-Forwarded-Proto':'https','X-Forwarded-Ssl':'on'}),timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1/status',{headers:{'X-Forwarded-Proto':'https','X-Forwarded-Ssl':'on'},signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=X-Forwarded-Proto: https',
        '--header=X-Forwarded-Ssl: on',
        '-O',
        '/dev/null',
        'http://127.0.0.1/status',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check:
      'curl -f -H "Host: $SAMPLEDB_SERVER_NAME" "http://localhost:8000$SAMPLEDB_SERVER_PATH/status/" || exit 1',
    python: {
      gives:
        "import os,urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000'+os.environ.get('SAMPLEDB_SERVER_PATH','')+'/status/',headers={'Host':os.environ.get('SAMPLEDB_SERVER_NAME','')}),timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "require('http').get('http://127.0.0.1:8000'+(process.env.SAMPLEDB_SERVER_PATH||'')+'/status/',{headers:{'Host':(process.env.SAMPLEDB_SERVER_NAME||'')}},r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        '/bin/sh',
        '-c',
        'wget -q -T 3 "--header=Host: ${SAMPLEDB_SERVER_NAME}" -O /dev/null "http://127.0.0.1:8000${SAMPLEDB_SERVER_PATH}/status/"',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl -f -H "Authorization: Bearer ${ACCESS_TOKEN}" http://localhost:5000/mcp || exit 1',
    python: {
      gives:
        "import os,sys,http.client as h; c=h.HTTPConnection('127.0.0.1:5000',timeout=3); c.request('GET','/mcp',headers={'Authorization':'Bearer '+os.environ.get('ACCESS_TOKEN','')}); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:5000/mcp',{headers:{'Authorization':'Bearer '+(process.env.ACCESS_TOKEN||'')},redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        '/bin/sh',
        '-c',
        'wget -q -T 3 "--header=Authorization: Bearer ${ACCESS_TOKEN}" -O /dev/null http://127.0.0.1:5000/mcp',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: 'curl -u admin:secret -f http://localhost:15672/api/overview',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:15672',timeout=3); c.request('GET','/api/overview',headers={'Authorization':'Basic YWRtaW46c2VjcmV0'}); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:15672/api/overview',{headers:{'Authorization':'Basic YWRtaW46c2VjcmV0'},redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=Authorization: Basic YWRtaW46c2VjcmV0',
        '-O',
        '/dev/null',
        'http://127.0.0.1:15672/api/overview',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: 'curl -f http://user:p%40ss@localhost:8080/ || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8080',timeout=3); c.request('GET','/',headers={'Authorization':'Basic dXNlcjpwQHNz'}); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/',{headers:{'Authorization':'Basic dXNlcjpwQHNz'},redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=Authorization: Basic dXNlcjpwQHNz',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8080/',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check:
      'PORT=${PORT:-8080}; curl -sf "http://localhost:$PORT/health" -o /dev/null || { echo down >&2; exit 1; }',
    python: {
      gives:
        "import os,urllib.request as u; u.urlopen('http://127.0.0.1:'+(os.environ.get('PORT') or '8080')+'/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:'+(process.env.PORT||'8080')+'/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['/bin/sh', '-c', 'wget -q -T 3 -O /dev/null "http://127.0.0.1:${PORT:-8080}/health"'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl -f -X POST http://127.0.0.1:8080/ping -d a=1 -d b=2',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8080',timeout=3); c.request('POST','/ping',body=b'a=1&b=2',headers={'Content-Type':'application/x-www-form-urlencoded'}); sys.exit(c.getresponse().status>=400)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/ping',{method:'POST',headers:{'Content-Type':'application/x-www-form-urlencoded'},body:'a=1&b=2',redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: [
        'wget',
        '-q',
        '-T',
        '3',
        '--header=Content-Type: application/x-www-form-urlencoded',
        '--post-data=a=1&b=2',
        '-O',
        '/dev/null',
        'http://127.0.0.1:8080/ping',
      ],
      changes: ['gives up after 3 s', 'follows redirects'],
    },
  },
];
