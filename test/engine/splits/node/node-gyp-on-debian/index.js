console.log('pg');
