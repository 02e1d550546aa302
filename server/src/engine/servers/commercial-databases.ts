// Relational databases of Microsoft and Oracle.
import type { KnownServer } from './server-facts.ts';
import { onPage } from './sources.ts';

export const commercialDatabases: readonly KnownServer[] = [
  {
    name: 'SQL Server',
    images: ['mcr.microsoft.com/mssql/server'],
    kind: 'database',
    facts: { servicePorts: [1433], secretVariables: ['MSSQL_SA_PASSWORD', 'SA_PASSWORD'] },
    sources: [onPage('https://learn.microsoft.com/en-us/sql/linux/quickstart-install-connect-docker')],
  },
  {
    name: 'Oracle Database',
    images: [
      'docker.io/gvenzl/oracle-free',
      'docker.io/gvenzl/oracle-xe',
      'container-registry.oracle.com/database/free',
      'container-registry.oracle.com/database/express',
      'container-registry.oracle.com/database/enterprise',
    ],
    kind: 'database',
    facts: { servicePorts: [1521] },
    sources: [
      onPage('https://hub.docker.com/r/gvenzl/oracle-free'),
      onPage('https://container-registry.oracle.com/'),
    ],
  },
];
