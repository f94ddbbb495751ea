print('package imported')
