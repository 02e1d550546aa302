console.log('koa');
