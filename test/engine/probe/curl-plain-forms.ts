// Health checks with curl, plain requests, and the exact commands that may take their place.
import type { Form } from './form.ts';

/** No HEALTHCHECK timeout is known in any of these. */
export const CURL_PLAIN_FORMS: readonly Form[] = [
  {
    check: 'curl -f http://localhost:8000/health || exit 1',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8000/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8000/health'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl --fail http://localhost:8501/_stcore/health',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8501/_stcore/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8501/_stcore/health'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl -f http://localhost/ || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1',timeout=3); c.request('GET','/'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1/',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1/'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: 'curl -f http://localhost:4444/health || exit 1;',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:4444/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:4444/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:4444/health'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl -s -o /dev/null -w "%{http_code}" http://localhost:8000/ || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8000',timeout=3); c.request('GET','/'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'fails on HTTP errors'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8000/',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'fails on HTTP errors'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8000/'],
      changes: [
        'localhost becomes 127.0.0.1',
        'gives up after 3 s',
        'fails on HTTP errors',
        'follows redirects',
      ],
    },
  },
  {
    check: ['curl', '-f', 'http://localhost:10090/actuator/health'],
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:10090/actuator/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:10090/actuator/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:10090/actuator/health'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl --silent --fail http://127.0.0.1/wp-cron.php?doing_wp_cron',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1',timeout=3); c.request('GET','/wp-cron.php?doing_wp_cron'); sys.exit(c.getresponse().status>=400)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1/wp-cron.php?doing_wp_cron',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1/wp-cron.php?doing_wp_cron'],
      changes: ['gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: 'curl -fSs http://localhost:8008/health || exit 1',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:8008/health',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:8008/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:8008/health'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'timeout 5 curl -fs http://localhost:3000/ping || exit 1',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/ping',timeout=5)",
      changes: ['localhost becomes 127.0.0.1'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:3000/ping',{signal:AbortSignal.timeout(5000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '5', '-O', '/dev/null', 'http://127.0.0.1:3000/ping'],
      changes: ['localhost becomes 127.0.0.1'],
    },
  },
  {
    check: 'curl -f "http://[::1]:8080/healthz" || exit 1',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://[::1]:8080/healthz',timeout=3)",
      changes: ['gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://[::1]:8080/healthz',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://[::1]:8080/healthz'],
      changes: ['gives up after 3 s'],
    },
  },
  {
    check: 'curl -fs http://localhost:6000/x || false',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:6000',timeout=3); c.request('GET','/x'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "require('http').get('http://127.0.0.1:6000/x',r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:6000/x'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: "bash -c 'curl -sf http://localhost:9000/minio/health/live'",
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:9000/minio/health/live',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:9000/minio/health/live',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:9000/minio/health/live'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl -f https://localhost:8443/ || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPSConnection('localhost:8443',timeout=3); c.request('GET','/'); sys.exit(c.getresponse().status>=400)",
      changes: ['gives up after 3 s'],
    },
    node: { gives: { refused: 'its certificate is checked against the name localhost' } },
    wget: { gives: { refused: 'its certificate is checked against the name localhost' } },
  },
  {
    check: 'curl -sf http://localhost:3000 &> /dev/null || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:3000',timeout=3); c.request('GET','/'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:3000/',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.status<400?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1:3000/'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
  {
    check: 'curl -sf --connect-timeout 5 -m 10 http://localhost:3000/api/health -o /dev/null',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/api/health',timeout=10)",
      changes: ['localhost becomes 127.0.0.1'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1:3000/api/health',{signal:AbortSignal.timeout(10000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '10', '-O', '/dev/null', 'http://127.0.0.1:3000/api/health'],
      changes: ['localhost becomes 127.0.0.1'],
    },
  },
  {
    check: 'curl -4 -sf --http1.1 http://localhost/healthz',
    python: {
      gives: "import urllib.request as u; u.urlopen('http://127.0.0.1/healthz',timeout=3)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "fetch('http://127.0.0.1/healthz',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: ['wget', '-q', '-T', '3', '-O', '/dev/null', 'http://127.0.0.1/healthz'],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
  },
  {
    check: 'curl -fs http://localhost:8080/a && curl -fs http://localhost:8080/b || exit 1',
    python: {
      gives:
        "import sys,http.client as h; c=h.HTTPConnection('127.0.0.1:8080',timeout=3); c.request('GET','/a'); (c.getresponse().status>=400) and sys.exit(1); c=h.HTTPConnection('127.0.0.1:8080',timeout=3); c.request('GET','/b'); sys.exit(c.getresponse().status>=400)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    node: {
      gives:
        "Promise.all([fetch('http://127.0.0.1:8080/a',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>r.status<400).catch(()=>false),fetch('http://127.0.0.1:8080/b',{redirect:'manual',signal:AbortSignal.timeout(3000)}).then(r=>r.status<400).catch(()=>false)]).then(a=>process.exit(a.every(x=>x)?0:1));setTimeout(()=>process.exit(1),3000)",
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s'],
    },
    wget: {
      gives: [
        '/bin/sh',
        '-c',
        'wget -q -T 3 -O /dev/null http://127.0.0.1:8080/a && wget -q -T 3 -O /dev/null http://127.0.0.1:8080/b',
      ],
      changes: ['localhost becomes 127.0.0.1', 'gives up after 3 s', 'follows redirects'],
    },
  },
];
