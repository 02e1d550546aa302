// Health checks with curl that look at the status or the body and the exact commands that may take their place.
import type { Form } from './form.ts';

/** No HEALTHCHECK timeout is known in any of these. */
export const CURL_ANSWER_FORMS: readonly Form[] = [
  {
    check: "curl -s -o /dev/null -w '%{http_code}' http://0.0.0.0:8080/health | grep -q 200 || exit 1",
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('0.0.0.0:8080',timeout=3); c.request('GET','/health'); sys.exit(c.getresponse().status!=200)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://0.0.0.0:8080/health',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status==200?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://0.0.0.0:8080/health'],
      changes: ['gives up after 3 s', 'follows redirects', 'any status from 200 to 299 is healthy'],
    },
  },
  {
    check:
      "curl -s -o /dev/null -w '%{http_code}' http://localhost:8200/v1/health | grep -qE '(200|503)' || exit 1",
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8200',timeout=3); c.request('GET','/v1/health'); sys.exit(c.getresponse().status not in(200,503))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8200/v1/health',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status==200||r.status==503?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: { gives: { refused: 'BusyBox wget takes only a status of 200 to 299' } },
  },
  {
    check:
      'curl -s -o /dev/null -w "%{http_code}" -X POST http://127.0.0.1:5000/api/live-stream | grep -E \'400|401\' || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:5000',timeout=3); c.request('POST','/api/live-stream'); sys.exit(c.getresponse().status not in(400,401))",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:5000/api/live-stream',{method:'POST',redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status==400||r.status==401?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: { gives: { refused: 'BusyBox wget takes only a status of 200 to 299' } },
  },
  {
    check: 'curl -s -o /dev/null -w "%{http_code}" 127.0.0.1:8080/api/systeminfo|grep 200',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8080',timeout=3); c.request('GET','/api/systeminfo'); sys.exit(c.getresponse().status!=200)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/api/systeminfo',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status==200?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8080/api/systeminfo'],
      changes: ['gives up after 3 s', 'follows redirects', 'any status from 200 to 299 is healthy'],
    },
  },
  {
    check: 'test "$(curl -k -s -o /dev/null -w \'%{http_code}\' https://127.0.0.1:8443/)" = "401"',
    python: {
      gives:
        "import ssl,sys,http.client as h; c=h.HTTPSConnection('127.0.0.1:8443',timeout=3,context=ssl._create_unverified_context()); c.request('GET','/'); sys.exit(c.getresponse().status!=401)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "require('https').get('https://127.0.0.1:8443/',{rejectUnauthorized:false},r=>process.exit(r.statusCode==401?0:1)).on('error',()=>process.exit(1));setTimeout(()=>process.exit(1),3000)",
      changes: ['gives up after 3 s'],
    },
    wget: { gives: { refused: 'BusyBox wget takes only a status of 200 to 299' } },
  },
  {
    check:
      'test "$(curl --silent --show-error --max-time 4 --output /dev/null --write-out \'%{http_code}\' http://127.0.0.1:8080/actuator/health)" = 200',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8080',timeout=4); c.request('GET','/actuator/health'); sys.exit(c.getresponse().status!=200)",
      changes: [],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/actuator/health',{redirect:'manual',signal:AbortSignal.timeout(4000)}).then(r=>process.exit(r.status==200?0:1),()=>process.exit(1))",
      changes: [],
    },
    wget: {
      gives: ['wget', '-q', '-T', '4', '-O', '/dev/null', 'http://127.0.0.1:8080/actuator/health'],
      changes: ['follows redirects', 'any status from 200 to 299 is healthy'],
    },
  },
  {
    check:
      'test "$(curl -sS -o /dev/null -w \'%{http_code}\' "http://127.0.0.1:${COMODOR_WEB_PORT}/" || true)" = "401"',
    python: {
      gives:
        "import os,sys,http.client as h; c=h.HTTPConnection('127.0.0.1:'+os.environ.get('COMODOR_WEB_PORT',''),timeout=3); c.request('GET','/'); sys.exit(c.getresponse().status!=401)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:'+(process.env.COMODOR_WEB_PORT||'')+'/',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status==401?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: { gives: { refused: 'BusyBox wget takes only a status of 200 to 299' } },
  },
  {
    check: '[ "$(curl -fs http://localhost:8053/health)" = OK ]',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8053',timeout=3); c.request('GET','/health'); r=c.getresponse(); sys.exit(r.status>=400 or r.read().rstrip(b'\\n')!=b'OK')",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8053/health',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(async r=>process.exit(r.status<400&&(await r.text()).replace(/\\n+$/,'')=='OK'?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['/bin/sh', '-c', '[ "$(wget -q -T 3 -O - http://127.0.0.1:8053/health)" = OK ]'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check:
      '[ "$(curl -sSfL http://localhost:2375/_ping)" = "OK" ] && [ "$(curl -sSfLk https://localhost:2376/_ping)" = "OK" ]',
    python: {
      gives:
        "import ssl,sys,urllib.request as u; (u.urlopen('http://127.0.0.1:2375/_ping',timeout=3).read().rstrip(b'\\n')!=b'OK') and sys.exit(1); sys.exit(u.urlopen('https://127.0.0.1:2376/_ping',timeout=3,context=ssl._create_unverified_context()).read().rstrip(b'\\n')!=b'OK')",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "Promise.all([fetch('http://127.0.0.1:2375/_ping',{signal:AbortSignal.timeout(3000)}).then(async r=>r.ok&&(await r.text()).replace(/\\n+$/,'')=='OK').catch(()=>false),new Promise((y,n)=>require('https').get('https://127.0.0.1:2376/_ping',{rejectUnauthorized:false},r=>{let b='';r.on('data',d=>b+=d).on('end',()=>y(r.statusCode<400&&b.replace(/\\n+$/,'')=='OK'))}).on('error',n)).catch(()=>false)]).then(a=>process.exit(a.every(x=>x)?0:1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'does not follow redirects'],
    },
    wget: { gives: { refused: 'BusyBox wget does not check certificates, and not every one speaks TLS' } },
  },
  {
    check:
      'if curl -s -k http://localhost:${SERVER_PORT:-8080}/actuator/health/ignore-mail | grep UP; then exit 0 ; else exit 1 ; fi',
    python: {
      gives:
        "import os,sys,http.client as h; c=h.HTTPConnection('127.0.0.1:'+(os.environ.get('SERVER_PORT') or '8080'),timeout=3); c.request('GET','/actuator/health/ignore-mail'); sys.exit(b'UP' not in c.getresponse().read())",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:'+(process.env.SERVER_PORT||'8080')+'/actuator/health/ignore-mail',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(async r=>process.exit((await r.text()).includes('UP')?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        '/bin/sh',
        '-c',
        'wget -q -T 3 -O - "http://127.0.0.1:${SERVER_PORT:-8080}/actuator/health/ignore-mail" | grep -qF -e UP',
      ],
      changes: [
        'localhost becomes 127.0.0.1',
        'gives up after 3 s',
        'follows redirects',
        'fails on HTTP errors',
      ],
    },
  },
  {
    check:
      "curl -sSf 'http://localhost:9200/_cluster/health?wait_for_status=green&timeout=1s' | grep --fixed-strings '\"timed_out\":false' || exit 1",
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:9200',timeout=3); c.request('GET','/_cluster/health?wait_for_status=green&timeout=1s'); r=c.getresponse(); sys.exit(r.status>=400 or b'\"timed_out\":false' not in r.read())",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:9200/_cluster/health?wait_for_status=green&timeout=1s',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(async r=>process.exit(r.status<400&&(await r.text()).includes('\"timed_out\":false')?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        '/bin/sh',
        '-c',
        "wget -q -T 3 -O - 'http://127.0.0.1:9200/_cluster/health?wait_for_status=green&timeout=1s' | grep -qF -e '\"timed_out\":false'",
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: 'curl -sSL -o /dev/null -w "%{http_code}" http://localhost:6687 | grep -q 200 || exit 1',
    python: {
      gives:
        "import sys,urllib.request as u; sys.exit(u.urlopen('http://127.0.0.1:6687/',timeout=3).status!=200)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:6687/',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status==200?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:6687/'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'any status from 200 to 299 is healthy'],
    },
  },
  {
    check: 'curl -fsS http://localhost:8000/health | grep -q \'"model_loaded":true\' || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8000',timeout=3); c.request('GET','/health'); r=c.getresponse(); sys.exit(r.status>=400 or b'\"model_loaded\":true' not in r.read())",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8000/health',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(async r=>process.exit(r.status<400&&(await r.text()).includes('\"model_loaded\":true')?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        '/bin/sh',
        '-c',
        'wget -q -T 3 -O - http://127.0.0.1:8000/health | grep -qF -e \'"model_loaded":true\'',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check:
      'code=$(curl -s -o /dev/null -w \'%{http_code}\' http://localhost:8080/); if [ "$code" != "200" ]; then exit 1; fi',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8080',timeout=3); c.request('GET','/'); sys.exit(c.getresponse().status!=200)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status==200?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8080/'],
      changes: [
        'localhost becomes 127.0.0.1',
        'gives up after 3 s',
        'follows redirects',
        'any status from 200 to 299 is healthy',
      ],
    },
  },
  {
    check: "curl -s http://localhost:8080/health | grep -qi 'up' || exit 1",
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8080',timeout=3); c.request('GET','/health'); sys.exit(b'up' not in c.getresponse().read().lower())",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8080/health',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(async r=>process.exit((await r.text()).toLowerCase().includes('up')?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['/bin/sh', '-c', 'wget -q -T 3 -O - http://127.0.0.1:8080/health | grep -qFi -e up'],
      changes: [
        'localhost becomes 127.0.0.1',
        'gives up after 3 s',
        'follows redirects',
        'fails on HTTP errors',
      ],
    },
  },
];
