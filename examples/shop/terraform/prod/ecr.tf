module "ecr" {
  source = "../modules/ecr"

  repository_names = [
    "prod/account-service",
    "prod/admin-portal",
    "prod/cart-service",
    "prod/coupon-service",
    "prod/inventory-service",
    "prod/order-service",
    "prod/payment-service",
    "prod/review-service",
    "prod/storefront",
  ]
}
