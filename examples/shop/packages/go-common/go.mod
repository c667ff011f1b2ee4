module example.com/shop/go-common

go 1.26
