module "ecr" {
  source = "../modules/ecr"

  repository_names = [
    "dev/account-service",
    "dev/admin-portal",
    "dev/cart-service",
    "dev/inventory-service",
    "dev/order-service",
    "dev/payment-service",
    "dev/report-service",
    "dev/review-service",
    "dev/storefront",
  ]
}
