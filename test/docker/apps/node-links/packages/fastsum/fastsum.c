/* Adds numbers in C, so that the package really has to be compiled where it is installed. */
#include <node_api.h>

static napi_value Sum(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value list;
  uint32_t length = 0;
  double total = 0;
  napi_get_cb_info(env, info, &count, &list, NULL, NULL);
  napi_get_array_length(env, list, &length);
  for (uint32_t index = 0; index < length; index++) {
    napi_value item;
    double number = 0;
    napi_get_element(env, list, index, &item);
    napi_get_value_double(env, item, &number);
    total += number;
  }
  napi_value result;
  napi_create_double(env, total, &result);
  return result;
}

static napi_value Init(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "sum", NAPI_AUTO_LENGTH, Sum, NULL, &function);
  napi_set_named_property(env, exports, "sum", function);
  return exports;
}

NAPI_MODULE(NODE_GYP_MODULE_NAME, Init)
