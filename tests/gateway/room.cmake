target_link_libraries(test_gateway PRIVATE OpenSSL::SSL) # a server with a certificate, to be mistrusted
