module.exports = { name: 'common', main: require.main === module };
