module example.com/shop/review-service

go 1.26

require example.com/shop/go-common v0.0.0

replace example.com/shop/go-common => ../../packages/go-common
